#!/usr/bin/env bash
# Runs job on Hadoop Streaming. Needs the command `mapred` of Hadoop 3; the inputs are in its file system.
# Hadoop passes over files whose names begin with _ or a dot, and decompresses those that end with .gz. A
# pattern stands for directories too.
set -euo pipefail

folder=$(mktemp -d)
beside=$(mktemp -d out.XXXXXX)
parts=$(basename "$folder").parts  # In Hadoop's file system.
trap 'status=$?; rm -rf "$folder" "$beside"; hadoop fs -rm -r -f -skipTrash "$parts" >"/dev/null"
  [ "$status" = 0 ] || echo "failed, and nothing is written; yarn logs has what the workers said" >&2' EXIT
cp /opt/job "$folder/job"
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
mapred streaming "${whole_lines[@]}" -D mapreduce.partition.keypartitioner.options=-k1,1 -files "$folder/job,$folder/worker" \
  -mapper 'bash worker --map' -reducer 'bash worker --reduce' \
  -partitioner org.apache.hadoop.mapred.lib.KeyFieldBasedPartitioner \
  -input logs -input 'old logs/*.gz' -output "$parts" >&2

hadoop fs -cat "$parts/part-*" | LC_ALL=C sort -T "$folder" -o "$beside/answer"
mv -T "$beside/answer" out
