import ArgumentParser
import CommandSupport

/// The command, which is a family of commands.
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
      by class, the paths, hosts, referrers and agents that occur most, and the requests by hour of \
      the day. However long a log is, it is read in little memory, and by as many threads as there \
      are processors.

      LOGS are files, directories, all files in which are read, or patterns in quotes, as \
      'logs/**/access.log*'; standard input where there are none, or for -. What is compressed with \
      gzip is decompressed; other compressed files, archives and UTF-16 are named, and not read. Several \
      files are read in the order of their first requests, so that \
      rotated logs come as they were written.

      The hours are those that the log writes. Paths, referrers and agents are shown as the log \
      writes them, with its escapes; bytes that are not UTF-8 are replaced by U+FFFD, in lines \
      by escapes as \\xff; control characters, and what else moves a terminal, are escaped. Those that occur equally often are in ascending order.

      A line counts if it has a host, a time, a request in quotes, a status and a size; what \
      follows may be missing or cut off. A request that is not "METHOD path HTTP/x" counts as a \
      path itself. The host is the first word, or of a list with commas, as X-Forwarded-For is, the \
      first; a virtual host before it, example.com:80 192.0.2.1 - -, is passed over. Other lines, and those of more than 1 MiB, are malformed: they are counted, and \
      the first \(InputOptions.messageLimit) are named on standard error.

      OPTIONS OF ALL COMMANDS, of which follow takes only --json and --csv:
        --status <status>   count only this status or class, 404 or 4xx; may repeat
        --since <time>      count only requests at this time or later
        --until <time>      count only requests before this time
        --json, --csv       print for other programs
        --jobs <count>      read on this many threads; the answer is the same
        --quiet             do not show how far reading has come

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
