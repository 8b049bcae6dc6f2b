/// The script for Ray.
struct RayScript: EngineScript {
  private let job: JobDescription

  init(_ job: JobDescription) { self.job = job }

  var text: String {
    #"""
    #!/usr/bin/env python3
    # Runs \#(job.name) on Ray: on this machine or, with RAY_ADDRESS, on a cluster.
    # Needs Python's module `ray`, and on each machine the executable and the inputs under the same paths.
    import contextlib, glob, gzip, os, re, shutil, subprocess, sys, tempfile, threading, zlib

    import ray

    \#(PythonScript.constants(job, "Ray"))


    \#(PythonScript.run)

    \#(PythonScript.pieces)

    \#(PythonScript.tasks(job))

    \#(PythonScript.writeAnswer(job))

    def main():
        ray.init()
    \#(steps)
        write_answer(ray.get(part) for part in parts)


    if __name__ == "__main__":
        try:
            main()
        except ray.exceptions.RayTaskError as failure:  # Its text is a trace.
            told = re.search("WorkerFailed: (.*)", str(failure))
            if not told:
                raise
            sys.exit(told[1])

    """#
  }

  private var steps: String {
    job.isKeyed
      ? #"""
          map_task = ray.remote(num_returns=PARTITIONS)(map_piece)
          reduce_task = ray.remote(reduce_partition)
          mapped = [map_task.remote(*piece) for piece in pieces()]
          parts = [reduce_task.remote(*pairs) for pairs in zip(*mapped)]
      """#
      : #"""
          process_task = ray.remote(process_piece)
          parts = [process_task.remote(*piece) for piece in pieces()]
      """#
  }
}
