import ArgumentParser
import CommandSupport

/// The command, with subcommands.
@main
struct Weblog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weblog",
    abstract: "Answer questions about web-server logs in Common or Combined Log Format.",
    usage: """
      weblog [<options>] [<log> ...]
      weblog <command> [<options>] [<log> ...]
      weblog --sample <count> [--seed <seed>]
      """,
    discussion: """
      Without a command it prints the summary: the requests, bytes and distinct hosts, the statuses \
      by class, the most frequent paths, hosts, referrers and agents, and the requests by hour of \
      the day. A log of any length is read in little memory, by one thread for each processor.

      LOGS are files, directories (for all files in them), or patterns in quotes, such as \
      'logs/**/access.log*'. Without any, or for -, standard input is read. Files that are compressed \
      with gzip are decompressed. Other compressed files, archives and UTF-16 are reported, and not \
      read. Several files are read in the order of their first requests, so that rotated logs come as \
      they were written.

      The hours are those in the log. Paths, referrers and agents are shown as in the log, with its \
      escapes. Bytes that are not UTF-8 are replaced by U+FFFD, in lines by escapes such as \\xff. \
      Control characters, and others that a terminal obeys, are escaped. Keys of equal frequency are \
      in ascending order.

      A line counts if it has a host, a time, a request in quotes, a status and a size. The fields \
      after these may be missing or cut off. A request that is not "METHOD path HTTP/x" counts as a \
      path itself. The host is the first word, or the first of a list with commas, as in \
      X-Forwarded-For. A virtual host before it is skipped, as in example.com:80 192.0.2.1 - -. \
      Other lines, and those of more than 1 MiB, are malformed: they are counted, and the first \
      \(InputOptions.messageLimit) are reported on standard error.

      OPTIONS OF ALL COMMANDS, of which follow takes only --json and --csv:
        --status <status>   count only this status or class, 404 or 4xx; may repeat
        --since <time>      count only requests at this time or later
        --until <time>      count only requests before this time
        --json, --csv       print for other programs
        --jobs <count>      read on this many threads; the answer is the same
        --quiet             do not show the progress of reading

      TIMES:
        2015-05-18, 2015-05-18T10:00, 2015-05-18T10:00:30, 18/May/2015:10:00:30
            on the clock of the log, whatever its offset from UTC
        2015-05-18T10:00Z, 2015-05-18T10:00+02:00, "18/May/2015:10:00:30 +0200"
            a point in time
      A day stands for its first second, and --until for the time before it, so that
      --since 2015-05-18 --until 2015-05-19 counts one day, and no request twice with the next.

      Logs that are too many for one machine: weblog-sessions --help.

      EXAMPLES:
        weblog access.log
        weblog --status 404 --top 20 /var/log/nginx
        weblog top --by agent 'logs/access.log*'
        weblog errors --since 2015-05-18 access.log access.log.1.gz
        weblog hourly --svg traffic.svg access.log
        weblog query 'status>=500 and path~"/api"' access.log
        weblog follow /var/log/nginx/access.log
        weblog --json access.log | jq .hours
        weblog --sample 1000000 --seed 7 > sample.log

      EXIT CODES:
        0    everything was read; malformed lines are no failure
        1    a file could not be read, or has a format that weblog doesn't read: the
             answer is about the others; or the answer could not be written
        64   the options are wrong
        130  it was interrupted, and printed what was counted until then
        141  the reader of the output went away, as head does
      """,
    version: packageVersion,
    subcommands: [
      SummaryCommand.self, TopCommand.self, ErrorsCommand.self, HostsCommand.self,
      DownloadsCommand.self, RobotsCommand.self, HourlyCommand.self, QueryCommand.self,
      FollowCommand.self,
    ],
    defaultSubcommand: SummaryCommand.self
  )

  static func main() { runAsMain() }
}
