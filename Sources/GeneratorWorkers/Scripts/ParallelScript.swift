/// The script for GNU parallel.
struct ParallelScript: EngineScript {
  private let job: JobDescription

  init(_ job: JobDescription) { self.job = job }

  var text: String {
    #"""
    #!/usr/bin/env bash
    # Runs \#(job.name) under GNU parallel, on the cores of this machine. With PARALLEL='--sshlogin host1,host2', also
    # on machines that have the executable, the inputs and the directory of the output under the same paths.
    set -euo pipefail
    shopt -s failglob globstar
    IFS=             # Names have spaces.
    export LC_ALL=C  # Lines are sorted as bytes.

    inputs=(\#(ScriptText.shell(job.inputs.map(ScriptText.operand))))
    piece=$((64 << 20))  # A larger file is cut at ends of lines.
    folder=$(mktemp -d\#(folder))
    folder=$(realpath "$folder")
    trap 'status=$?; rm -rf "$folder"; [ "$status" = 0 ] || echo "failed, and nothing is written" >&2' EXIT

    # What each job of parallel does, in a file that other machines can read too.
    cat >"$folder/step" <<'END'
    set -euo pipefail
    folder=$(dirname "$0")
    # Says how a worker has ended, if it had no time to. 141 is a broken pipe, which has its cause elsewhere.
    failed() {
      [ "$1" -le 128 ] || [ "$1" = 141 ] || echo "a worker was killed by signal $(($1 - 128))" >&2
      exit 1
    }
    # Passes whole lines on. Fails if the last is cut.
    whole() { perl -C0 -ne '/\n\z/ or die "a worker has cut its last line: $_\n"; print or die "$!\n"'; }
    \#(functions)
    "$@"
    END

    for input in "${inputs[@]}"; do
      # A name that exists is no pattern. A pattern stands for files, and for no directories.
      if [ -e "$input" ]; then paths=("$input"); else paths=(${input//\\/\\\\}); fi
      for path in "${paths[@]}"; do
        absolute=$path
        [[ $path = /* ]] || absolute=$PWD/$path
        if [ ! -d "$path" ]; then
          find -L "$absolute" -printf '%s %p\0'
        elif [ "$path" = "$input" ]; then
          find -L "$absolute" -mindepth 1 -name '.*' -prune -o -type f -printf '%s %p\0'
        fi
      done >"$folder/found"
      [ -s "$folder/found" ] || { echo "$input: no files" >&2; exit 1; }
      cat "$folder/found" >>"$folder/files"
    done

    large=()
    while read -r -d '' file; do
      size=${file%% *} file=${file#* }
      if ((size > piece)) && [ "$(head -c 2 "$file" | od -An -tx1)" != ' 1f 8b' ]; then
        large+=(-a "$file")
      else
        printf '%s\0' "$file"
      fi
    done <"$folder/files" >"$folder/small"

    # {%} is the number of a slot, in which one job runs at a time.
    run=(parallel --will-cite --quote --halt now,fail=1)
    \#(prepare)
    "${run[@]}" -0 -a "$folder/small" bash "$folder/step" \#(task)_file {%} {}
    [ "${#large[@]}" = 0 ] || "${run[@]}" --pipepart "${large[@]}" --block "$piece" bash "$folder/step" \#(task) {%}
    \#(finish)
    \#(job.output.map { "mv -T \"$folder/answer\" \(ScriptText.shell(ScriptText.operand($0)))" } ?? "cat \"$folder/answer\"")

    """#
  }

  private var folder: String {
    guard let output = job.output else { return "" }
    return " \(ScriptText.shell("\(ScriptText.operand(output)).XXXXXX"))"
  }

  private var task: String { job.isKeyed ? "map" : "process" }

  private var functions: String {
    // `gzip -cdf` passes on what is not compressed.
    job.isKeyed
      ? #"""
      # Appends pairs to the files of their sixteenths of the keys.
      map() {
        \#(ScriptText.shell(job.command(.map))) | slot=$1 folder=$folder perl -C0 -ne '
          BEGIN { for (0..15) { open $files[$_], ">>", "$ENV{folder}/pairs.$_.$ENV{slot}" or die "$!\n" } }
          /^([^\t]*)\t.*\n\z/s or die "a worker has cut a pair: $_\n";
          print { $files[unpack("%32C*", $1) % 16] } $_ or die "$!\n";
          END { for (@files) { close $_ or die "$!\n" } }' || failed "${PIPESTATUS[0]}"
      }
      map_file() { gzip -cdf "$2" | map "$1"; }
      reduce() {
        printf '%s\0' "$folder/pairs.$1".* | sort --files0-from=- -T "$folder" |
          \#(ScriptText.shell(job.command(.reduce))) | whole |
          sort -T "$folder" -o "$folder/output.$1" || failed "${PIPESTATUS[2]}"
      }
      """#
      : #"""
      process() {
        \#(ScriptText.shell(job.command(.worker))) | whole >>"$folder/output.$1" || failed "${PIPESTATUS[0]}"
      }
      process_file() { gzip -cdf "$2" | process "$1"; }
      """#
  }

  private var prepare: String {
    job.isKeyed ? #"touch "$folder"/pairs.{0..15}.0"# : #"touch "$folder/output.0""#
  }

  private var finish: String {
    job.isKeyed
      ? #"""
      "${run[@]}" bash "$folder/step" reduce ::: {0..15}
      sort -m -T "$folder" -o "$folder/answer" "$folder"/output.{0..15}
      """#
      : #"sort -T "$folder" -o "$folder/answer" "$folder"/output.*"#
  }
}
