/// An engine that runs a job on more than one machine.
public enum Engine: String, Sendable, CaseIterable {
  /// Apache Spark, by PySpark.
  case spark
  /// Dask, by its scheduler for clusters, `distributed`.
  case dask
  /// Ray, by its tasks.
  case ray
  /// Hadoop Streaming.
  case hadoop
  /// GNU parallel.
  case parallel
}
