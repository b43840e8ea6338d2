namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>File has no meta information.</summary>
internal sealed class FileMetaRule() : LintRule(
    "file-meta",
    "File has no meta information",
    "Without meta information a reader has to guess the transfer syntax; many refuse such a file.",
    LintSeverity.Error,
    "DICOM PS3.10 7.1 (File Meta Information shall be present in every file)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        if (!set.Input.HasFileMeta)
            sink.Add(LintPlace.Whole, "The file is a bare data set without preamble and meta information.");
    }
}
