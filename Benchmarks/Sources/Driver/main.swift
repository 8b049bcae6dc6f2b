// The driver of stackful generators, of the iterators that need no library, and of tasks: `NAME WORKLOAD N REPS`.

import Workloads

drive(
  CommandLine.arguments.dropFirst(),
  Workload.drivers.merging(["swift-tasks": [ringOfTasks()]]) { $1 }
)
