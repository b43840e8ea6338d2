namespace ContourFlow.Review.Images;

/// <summary>What was asked for is not there, and waiting does not bring it: the sentence says why.</summary>
internal sealed class NothingToShowException(string sentence, Exception? innerException = null) : Exception(sentence, innerException);
