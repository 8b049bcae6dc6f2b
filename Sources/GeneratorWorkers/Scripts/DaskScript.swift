/// The script for Dask.
struct DaskScript: EngineScript {
  private let job: JobDescription

  init(_ job: JobDescription) { self.job = job }

  var text: String {
    #"""
    #!/usr/bin/env python3
    # Runs \#(job.name) on Dask: on this machine or, with DASK_SCHEDULER_ADDRESS, on a cluster.
    # Needs Python's module `distributed`, and on each machine the executable and the inputs under the same paths.
    import contextlib, glob, gzip, operator, os, shutil, subprocess, sys, tempfile, threading, zlib

    from distributed import Client, print

    \#(PythonScript.constants(job, "Dask"))


    \#(PythonScript.run)

    \#(PythonScript.pieces)

    \#(PythonScript.tasks(job))

    \#(PythonScript.writeAnswer(job))

    def main():
        with Client() as client:
    \#(steps)
            write_answer(part.result() for part in parts)


    if __name__ == "__main__":
        try:
            main()
        except WorkerFailed as failure:
            sys.exit(str(failure))

    """#
  }

  private var steps: String {
    job.isKeyed
      ? #"""
              mapped = [client.submit(map_piece, *piece, pure=False) for piece in pieces()]
              parts = []
              for n in range(PARTITIONS):
                  pairs = [client.submit(operator.getitem, partitions, n) for partitions in mapped]
                  parts.append(client.submit(reduce_partition, *pairs))
              del mapped, pairs
      """#
      : #"""
              parts = [client.submit(process_piece, *piece, pure=False) for piece in pieces()]
      """#
  }
}
