/// The script for Hadoop Streaming.
struct HadoopScript: EngineScript {
  private let job: JobDescription

  init(_ job: JobDescription) throws {
    try ScriptText.checkForHadoop(job.inputs)
    // Hadoop splits the list at commas, even quoted ones.
    if let input = job.inputs.first(where: { $0.utf8.contains(UInt8(ascii: ",")) }) {
      throw WorkerError("Hadoop can't have a path with a comma: \(input)")
    }
    self.job = job
  }

  var text: String {
    #"""
    #!/usr/bin/env bash
    # Runs \#(job.name) on Hadoop Streaming. Needs the command `mapred` of Hadoop 3; the inputs are in its file system.
    # Hadoop passes over files whose names begin with _ or a dot, and decompresses those that end with .gz. A
    # pattern stands for directories too.
    set -euo pipefail

    folder=$(mktemp -d)\#(beside)
    parts=$(basename "$folder").parts  # In Hadoop's file system.
    trap 'status=$?; rm -rf "$folder"\#(job.output == nil ? "" : #" "$beside""#); hadoop fs -rm -r -f -skipTrash "$parts" >"/dev/null"
      [ "$status" = 0 ] || echo "failed, and nothing is written; yarn logs has what the workers said" >&2' EXIT
    cp \#(ScriptText.shell(ScriptText.operand(job.executable))) "$folder/job"
    # For Hadoop a CR ends a line too, and a line that is cut is one.
    cat >"$folder/worker" <<'END'
    set -euo pipefail
    ./job "$@" | perl -C0 -ne '/^[^\r]*\n\z/ or die "a worker has cut its last line, or it has a CR: $_\n"; print'
    END

    # The whole line is the key, so that values are sorted too, and the separator in front of the value that is
    # left, the empty one, is empty. The partition is one of the key up to the first tab.
    whole_lines=(
      -D stream.num.map.output.key.fields=1000000000 -D stream.num.reduce.output.key.fields=1000000000
      -D stream.reduce.input.field.separator= -D mapreduce.output.textoutputformat.separator=
      -D textinputformat.record.delimiter=$'\n'
      -D mapreduce.input.fileinputformat.input.dir.recursive=true)
    mapred streaming "${whole_lines[@]}" \#(generic) -files "$folder/job,$folder/worker" \
      \#(commands) \
      \#(job.inputs.map { "-input \(ScriptText.shell(ScriptText.hadoopPattern($0)))" }.joined(separator: " ")) -output "$parts" >&2

    hadoop fs -cat "$parts/part-*" | LC_ALL=C sort -T "$folder" -o "\#(job.output == nil ? "$folder" : "$beside")/answer"
    \#(finish)

    """#
  }

  /// A directory beside the output, whose files can get its name in one step.
  private var beside: String {
    guard let output = job.output else { return "" }
    return "\nbeside=$(mktemp -d \(ScriptText.shell("\(ScriptText.operand(output)).XXXXXX")))"
  }

  /// The options of Hadoop, which come before those of Hadoop Streaming.
  private var generic: String {
    job.isKeyed
      ? "-D mapreduce.partition.keypartitioner.options=-k1,1" : "-D mapreduce.job.reduces=0"
  }

  /// Returns the command of a worker, quoted as for a shell, because Hadoop splits commands as a shell does.
  private func command(_ role: WorkerRole) -> String {
    ScriptText.shell("bash worker " + ScriptText.shell(job.arguments(role)))
  }

  private var commands: String {
    guard job.isKeyed else { return "-mapper \(command(.worker))" }
    return """
      -mapper \(command(.map)) -reducer \(command(.reduce)) \\
        -partitioner org.apache.hadoop.mapred.lib.KeyFieldBasedPartitioner
      """
  }

  private var finish: String {
    job.output.map { "mv -T \"$beside/answer\" \(ScriptText.shell(ScriptText.operand($0)))" }
      ?? "cat \"$folder/answer\""
  }
}
