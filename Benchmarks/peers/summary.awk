# What `weblog summary` counts, without sorting it: for compare-sources.
{
  n = split($0, part, "\"")
  split(part[1], head, " ")
  hosts[head[1]]++
  split(part[2], request, " ")
  paths[request[2]]++
  split(part[3], answer, " ")
  statuses[answer[1]]++
  bytes += answer[2]
  referrers[part[4]]++
  agents[part[6]]++
  hours[substr(part[1], index(part[1], "[") + 13, 2)]++
  requests++
}
END {
  print requests, bytes, length(hosts), length(paths), length(referrers), length(agents)
  for (status in statuses) print status, statuses[status]
  for (hour in hours) print hour, hours[hour]
}
