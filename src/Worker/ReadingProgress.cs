using ContourFlow.Contouring.Cases;

namespace ContourFlow.Worker;

/// <summary>Says how far the reading of a folder is.</summary>
internal sealed class ReadingProgress(IProgress<string> progress) : IProgress<CaseReadProgress>
{
    public void Report(CaseReadProgress value) => progress.Report($"{value.Step} {value.Done}/{value.Total}");
}
