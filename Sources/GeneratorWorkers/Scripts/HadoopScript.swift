/// The script for Hadoop.
struct HadoopScript: EngineScript {
  private let job: JobDescription

  init(_ job: JobDescription) { self.job = job }

  var text: String { "#!/bin/sh\necho 'not written yet' >&2\nexit 1\n" }
}
