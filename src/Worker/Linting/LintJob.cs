using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Linting.Mending;
using ContourFlow.Worker.Output;

namespace ContourFlow.Worker.Linting;

/// <summary>Lints one file and, when that is asked for, writes the mended instance.</summary>
internal static class LintJob
{
    public static Answer Run(LintRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (request.FixFile is { } wanted) NewFile.Refuse(wanted);
        progress.Report("reading the structure set");
        DicomFile file;
        try
        {
            file = DicomFile.Open(request.File, FileReadOption.ReadAll);
        }
        catch (DicomFileException fault)
        {
            // A transfer syntax that no planning system takes is a finding, not a fault, as far as it can be read.
            if (request.FixFile is null && fault.File is { } partial && StructureSetLinter.LintTransferSyntax(partial, request.Profile) is { } said)
                return LintAnswer.Of(request, null, said, null);
            throw new CaseDataException(ReasonCodes.UnreadableFile, $"{Path.GetFileName(request.File)} cannot be read: {fault.Message}", fault);
        }

        LintCt? ct = null;
        if (request.CtFolder is { } folder)
        {
            progress.Report("reading the CT");
            ct = LintCtReader.Read(folder, file.Dataset, new ReadingProgress(progress), cancellationToken);
        }

        progress.Report("looking at the structure set");
        LintInput input = LintInput.Of(file, ct);
        LintReport report = StructureSetLinter.Lint(input, request.Profile, cancellationToken);
        if (request.FixFile is not { } fixFile) return LintAnswer.Of(request, input, report, null);

        progress.Report("mending");
        MendedStructureSet mended = StructureSetMender.Mend(input);
        LintReport left = StructureSetLinter.Lint(LintInput.Of(mended.File, ct), request.Profile, cancellationToken);
        using var bytes = new MemoryStream();
        mended.File.Save(bytes);
        cancellationToken.ThrowIfCancellationRequested();
        NewFile.Write(fixFile, bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        return LintAnswer.Of(request, input, report, new Mending(mended, left));
    }
}

/// <summary>What mending came to.</summary>
/// <param name="Mended">The new instance and what was done.</param>
/// <param name="Left">What the linter says of it.</param>
internal sealed record Mending(MendedStructureSet Mended, LintReport Left);
