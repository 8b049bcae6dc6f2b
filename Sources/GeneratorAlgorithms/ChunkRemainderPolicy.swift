/// The treatment of elements that are too few for a complete chunk.
public enum ChunkRemainderPolicy: Hashable, Sendable {
  /// The elements are the last chunk, which is shorter than the others.
  case kept
  /// The operation takes the elements and leaves them out.
  case dropped
}
