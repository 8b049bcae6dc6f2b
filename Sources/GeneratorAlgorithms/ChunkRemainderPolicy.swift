/// The treatment of elements that are too few for a whole chunk.
public enum ChunkRemainderPolicy: Hashable, Sendable {
  /// They are the last chunk, which is shorter than the others.
  case kept
  /// They are taken and left out.
  case dropped
}
