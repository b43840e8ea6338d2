using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Linting;

/// <summary>Finds, in a folder, the CT that a structure set is to be held against.</summary>
public static class LintCtReader
{
    /// <summary>Reads the headers of the folder's CT images; pixels are not read.</summary>
    /// <param name="folder">The folder; folders in it are read too.</param>
    /// <param name="structureSet">The structure set, whose references decide between several series.</param>
    /// <param name="progress">Told after each file, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CaseDataException">
    /// The folder or a file cannot be read, there is no CT, or there are several and the structure set names none.
    /// </exception>
    public static LintCt Read(
        string folder, DicomDataset structureSet, IProgress<CaseReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        var scan = FolderScan.Read(folder, new() { Progress = progress }, cancellationToken);
        if (scan.Broken.FirstOrDefault() is { } broken)
            throw new CaseDataException(ReasonCodes.UnreadableFile, $"{broken.File} cannot be read: {broken.Sentence}", broken.Cause);

        // Between several stacks of an enhanced CT it is this structure set that decides, wherever it lies.
        var set = ScannedObject.Of("structure set", string.Empty, structureSet) with { StructureSet = RtStructReferences.Of(structureSet) };
        var candidates = CtCandidates.Find([.. scan.Objects.Where(other => other.StructureSet is null), set], []);
        if (candidates.IsEmpty)
            throw new CaseDataException(ReasonCodes.NoPlanningCt, "There is no CT image in the folder of --ct. Name the folder of the CT that the structure set was drawn on.");
        var chosen = StructureSetPlacement.Of(set, candidates, [], scan.Objects).Ct ?? (candidates.Length == 1 ? candidates[0] : null);
        if (chosen is null)
        {
            throw new CaseDataException(
                ReasonCodes.SeveralPlanningCts,
                $"The folder of --ct has {candidates.Length} CT series and the structure set names none of them. Name a folder with the one that is meant.");
        }

        return Of(chosen);
    }

    private static LintCt Of(CtCandidate ct)
    {
        var normal = ct.Images.Select(image => image.Image!.Plane).FirstOrDefault(plane => plane is not null)?.Normal is { } found
            ? Upright(found)
            : new PatientVector(0, 0, 1);
        return new(
            ct.Images[0].StudyInstanceUid,
            ct.SeriesInstanceUid,
            ct.FrameOfReferenceUid,
            normal,
            ct.Images.Select(image => new LintImage(
                image.SopInstanceUid,
                image.SopClassUid,
                image.Image!.Plane is { } plane ? (plane.Position - default(PatientPoint)).Dot(normal) : null,
                image.Frame?.Frame)));
    }

    /// <summary>Towards Left, Posterior or Superior; exactly along the axis where it is within 0.1 degree of it.</summary>
    private static PatientVector Upright(PatientVector normal)
    {
        const double AlmostOne = 1 - 1.5e-6;
        double x = normal.X / normal.Length, y = normal.Y / normal.Length, z = normal.Z / normal.Length;
        if (Math.Abs(z) >= AlmostOne) return new(0, 0, 1);
        if (Math.Abs(y) >= AlmostOne) return new(0, 1, 0);
        if (Math.Abs(x) >= AlmostOne) return new(1, 0, 0);
        double largest = Math.Abs(z) >= Math.Abs(x) && Math.Abs(z) >= Math.Abs(y) ? z : Math.Abs(y) >= Math.Abs(x) ? y : x;
        var sign = Math.Sign(largest);
        return new(x * sign, y * sign, z * sign);
    }
}
