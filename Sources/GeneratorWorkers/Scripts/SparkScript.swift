/// The script for Spark.
struct SparkScript: EngineScript {
  private let job: JobDescription

  init(_ job: JobDescription) throws {
    try ScriptText.checkForHadoop(job.inputs)
    self.job = job
  }

  var text: String {
    #"""
    #!/usr/bin/env python3
    # Runs \#(job.name) on Spark: by python3 on this machine, by spark-submit, which needs a name with .py, on a cluster.
    # Needs Python's module `pyspark`, and nothing on the other machines: Spark hands them the executable.
    # A partition that fails is tried again, on a cluster four times in all. Only one try counts.
    # Spark passes over files whose names begin with _ or a dot, and decompresses those that end with .gz. A
    # pattern stands for directories too.
    import contextlib, os, re, shutil, subprocess, sys, tempfile, threading, zlib

    from pyspark import SparkFiles, StorageLevel
    from pyspark.sql import SparkSession

    JOB = \#(ScriptText.python(job.executable))
    INPUTS = \#(ScriptText.python(job.inputs.map(ScriptText.hadoopPattern)))\#(output)


    \#(PythonScript.run)

    def worker(*arguments):
        """Returns a function from the lines of a partition to lines, instead of RDD.pipe.

        RDD.pipe ignores the exit status, drops standard error, and replaces bytes that aren't UTF-8."""
        return lambda lines: run([SparkFiles.get(os.path.basename(JOB)), *arguments], lines)


    \#(partition)\#(PythonScript.writeAnswer(job))

    def main():
        if "PYSPARK_GATEWAY_PORT" not in os.environ:  # Not by spark-submit.
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        spark = SparkSession.builder.appName(os.path.basename(JOB)).getOrCreate()
        spark.sparkContext.addFile(JOB)
        # Not textFile, which replaces bytes that aren't UTF-8, and cuts lines at a CR.
        text = spark.read.options(lineSep="\n", recursiveFileLookup=True).text(INPUTS)
        if not text.inputFiles():
            sys.exit("no files")
        lines = text.selectExpr("CAST(value AS BINARY)").rdd.map(lambda row: bytes(row[0]) + b"\n")
    \#(steps)
        parts = output.mapPartitions(lambda lines: [b"".join(run(["sort"], lines))])
        # All at the same time. The iterator would run one after the other.
        parts.persist(StorageLevel.DISK_ONLY).count()
        write_answer(parts.toLocalIterator())


    if __name__ == "__main__":
        try:
            main()
        except Exception as failure:  # From the JVM, which knows errors of Python as text.
            told = re.search("WorkerFailed: (.*)", str(failure))
            if not told:
                raise
            sys.exit(told[1])

    """#
  }

  private var output: String { job.output.map { "\nOUTPUT = \(ScriptText.python($0))" } ?? "" }

  private var partition: String {
    job.isKeyed
      ? #"""
      def partition(pair):
          return zlib.crc32(pair.split(b"\t", 1)[0])


      """# : ""
  }

  private func arguments(_ role: WorkerRole) -> String {
    job.arguments(role).map { ScriptText.python($0) }.joined(separator: ", ")
  }

  private var steps: String {
    job.isKeyed
      ? #"""
          pairs = lines.mapPartitions(worker(\#(arguments(.map)))).map(lambda pair: (pair, None))
          # By the whole line, so that the values of a key are sorted too, and without its LF.
          groups = pairs.repartitionAndSortWithinPartitions(
              partitionFunc=partition, keyfunc=lambda pair: pair[:-1]).keys()
          output = groups.mapPartitions(worker(\#(arguments(.reduce))))
      """#
      : #"""
          output = lines.mapPartitions(worker(\#(arguments(.worker))))
      """#
  }
}
