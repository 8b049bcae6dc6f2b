/// The parts that the scripts in Python have in common.
enum PythonScript {
  /// A worker as a function from lines to lines, whose failures are errors.
  ///
  /// `subprocess` rather than the pipes of the engines: bytes stay as they are, and there is a status and
  /// standard error.
  static let run = #"""
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

    """#

  /// The inputs, cut into pieces for one task each.
  static let pieces = #"""
    def files_in(path, above=()):
        """Yields a file, or the files in a directory that aren't hidden. A link back up isn't followed."""
        if not os.path.isdir(path):
            yield path
        elif os.path.realpath(path) not in above:
            for name in sorted(os.listdir(path)):
                inside = os.path.join(path, name)
                if name[0] != "." and (os.path.isdir(inside) or os.path.isfile(inside)):
                    yield from files_in(inside, (*above, os.path.realpath(path)))


    def is_compressed(path):
        with open(path, "rb") as file:
            return file.read(2) == b"\x1f\x8b"


    def pieces():
        """Yields (path, start, end) for all inputs. A compressed file is one piece."""
        for name in INPUTS:
            if os.path.exists(name):
                paths = list(files_in(os.path.abspath(name)))
            else:  # A pattern, which stands for files and for no directories.
                matches = map(os.path.abspath, glob.glob(name, recursive=True))
                paths = sorted(path for path in matches if os.path.isfile(path))
            if not paths:
                sys.exit(f"{name}: no files")
            for path in paths:
                size = 0 if is_compressed(path) else os.path.getsize(path)
                yield from ((path, start, start + PIECE) for start in range(0, max(size, 1), PIECE))


    def read(path, start, end):
        """Yields the lines that begin in a piece, in blocks."""
        try:
            compressed = is_compressed(path)
            with gzip.open(path) if compressed else open(path, "rb") as file:
                if start > 0:
                    file.seek(start - 1)
                    file.readline()
                end = sys.maxsize if compressed else end
                while file.tell() < end:
                    block = file.read(min(1 << 20, end - file.tell()))
                    if not block:
                        break
                    yield block if block.endswith(b"\n") else block + file.readline()
        except (OSError, EOFError, zlib.error) as failure:
            raise WorkerFailed(f"{path}: {failure}") from failure

    """#

  /// Returns the code that makes one file of sorted parts.
  static func writeAnswer(_ job: JobDescription) -> String {
    let (folder, finish) =
      job.output == nil
      ? (
        "",
        #"""
                with open(os.path.join(folder, "answer"), "rb") as file:
                    shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.flush()
        """#
      )
      : (
        "dir=os.path.dirname(os.path.abspath(OUTPUT))",
        #"        os.replace(os.path.join(folder, "answer"), OUTPUT)"#
      )
    let doc =
      job.output == nil
      ? "Merges sorted parts to standard output, when all are there."
      : "Merges sorted parts. The output has its name when it is whole."
    return #"""
      def write_answer(parts):
          """\#(doc)"""
          with tempfile.TemporaryDirectory(\#(folder)) as folder:
              names = [os.devnull]
              for part in parts:
                  names.append(str(len(names)))
                  with open(os.path.join(folder, names[-1]), "wb") as file:
                      file.write(part)
              environment = {**os.environ, "LC_ALL": "C"}
              subprocess.run(["sort", "-m", "-o", "answer", *names], cwd=folder, env=environment, check=True)
      \#(finish)

      """#
  }

  /// Returns the constants that say what to run, and how it is cut into tasks of the engine.
  static func constants(_ job: JobDescription, _ engine: String) -> String {
    let commands =
      job.isKeyed
      ? """
      MAP = \(ScriptText.python(job.command(.map)))
      REDUCE = \(ScriptText.python(job.command(.reduce)))
      """ : "WORKER = \(ScriptText.python(job.command(.worker)))"
    let output = job.output.map { "\nOUTPUT = \(ScriptText.python($0))" } ?? ""
    let partitions =
      job.isKeyed ? "\nPARTITIONS = 16  # The pairs of one fit into a process of \(engine)." : ""
    return """
      \(commands)
      INPUTS = \(ScriptText.python(job.inputs))\(output)
      PIECE = 64 << 20  # A larger file is cut at ends of lines.\(partitions)
      """
  }

  /// Returns the functions of the tasks, for engines that hand Python objects around.
  static func tasks(_ job: JobDescription) -> String {
    job.isKeyed
      ? #"""
      def map_piece(path, start, end):
          """Returns the pairs of a piece, apart by partition."""
          partitions = [bytearray() for _ in range(PARTITIONS)]
          for line in run(MAP, read(path, start, end), f"{path} from byte {start}: "):
              key = line.split(b"\t", 1)[0]
              partitions[zlib.crc32(key) % PARTITIONS] += line
          return [bytes(pairs) for pairs in partitions]


      def reduce_partition(*pairs):
          """Returns the sorted output for a partition."""
          return b"".join(run(["sort"], run(REDUCE, run(["sort"], pairs))))

      """#
      : #"""
      def process_piece(path, start, end):
          """Returns the sorted output for a piece."""
          output = run(WORKER, read(path, start, end), f"{path} from byte {start}: ")
          return b"".join(run(["sort"], output))

      """#
  }
}
