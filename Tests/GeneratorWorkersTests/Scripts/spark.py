#!/usr/bin/env python3
# Runs job on Spark: by python3 on this machine, by spark-submit, which needs a name with .py, on a cluster.
# Needs Python's module `pyspark`, and nothing on the other machines: Spark hands them the executable.
# A partition that fails is tried again, on a cluster four times in all. Only one try counts.
# Spark passes over files whose names begin with _ or a dot, and decompresses those that end with .gz. A
# pattern stands for directories too.
import contextlib, os, re, shutil, subprocess, sys, tempfile, threading, zlib

from pyspark import SparkFiles, StorageLevel
from pyspark.sql import SparkSession

JOB = "/opt/job"
INPUTS = ["logs", "old logs/*.gz"]
OUTPUT = "out"


class WorkerFailed(Exception):
    pass


def run(command, lines, place=""):
    """Yields the lines that a worker makes of lines. Fails if the worker fails, or cuts a line."""
    with tempfile.TemporaryFile() as errors:
        worker = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            env={**os.environ, "LC_ALL": "C"})
        failures = []

        def feed():
            # Input that the worker doesn't read is no failure: its exit status decides.
            with contextlib.suppress(BrokenPipeError), worker.stdin:
                try:
                    worker.stdin.writelines(lines)
                except BrokenPipeError:
                    pass
                except BaseException as failure:
                    failures.append(failure)

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        line = b"\n"
        try:
            for line in worker.stdout:
                yield line
            feeder.join()
        except BaseException:
            worker.kill()
            raise
        finally:
            status = worker.wait()
        errors.seek(0)
        told = errors.read().decode(errors="backslashreplace").strip()
        place += " ".join([os.path.basename(command[0]), *command[1:]])
        if failures:
            raise failures[0]
        if status != 0:
            end = f"killed by signal {-status}" if status < 0 else f"exit status {status}"
            raise WorkerFailed(f"{place}: {end}: {told.splitlines()[-1] if told else 'no message'}")
        if not line.endswith(b"\n"):
            raise WorkerFailed(f"{place}: its last line is cut: {line[:80]!r}")
        if told:
            print(f"{place}: {told}", file=sys.stderr)


def worker(*arguments):
    """Returns a function from the lines of a partition to lines, instead of RDD.pipe.

    RDD.pipe ignores the exit status, drops standard error, and replaces bytes that aren't UTF-8."""
    return lambda lines: run([SparkFiles.get(os.path.basename(JOB)), *arguments], lines)


def partition(pair):
    return zlib.crc32(pair.split(b"\t", 1)[0])

def write_answer(parts):
    """Merges sorted parts. The output has its name when it is whole."""
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(OUTPUT))) as folder:
        names = [os.devnull]
        for part in parts:
            names.append(str(len(names)))
            with open(os.path.join(folder, names[-1]), "wb") as file:
                file.write(part)
        environment = {**os.environ, "LC_ALL": "C"}
        subprocess.run(["sort", "-m", "-o", "answer", *names], cwd=folder, env=environment, check=True)
        os.replace(os.path.join(folder, "answer"), OUTPUT)


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
    pairs = lines.mapPartitions(worker("--map")).map(lambda pair: (pair, None))
    # By the whole line, so that the values of a key are sorted too, and without its LF.
    groups = pairs.repartitionAndSortWithinPartitions(
        partitionFunc=partition, keyfunc=lambda pair: pair[:-1]).keys()
    output = groups.mapPartitions(worker("--reduce"))
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
