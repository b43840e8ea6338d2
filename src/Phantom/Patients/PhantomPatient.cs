using ContourFlow.Phantom.Anatomy;

namespace ContourFlow.Phantom.Patients;

/// <summary>
/// Makes a spine patient as real DICOM, with everything about it known: planning CT with its structure set, two T2 MRs
/// under known rigid poses with structure sets of their own, and truth.json.
/// </summary>
/// <remarks>
/// Layout: CT/*.dcm, MR_T2_AX/*.dcm, MR_T2_SAG/*.dcm, RS_CT.dcm, RS_MR_T2_AX.dcm, RS_MR_T2_SAG.dcm, truth.json. The
/// same options give the same bytes at any number of threads.
/// </remarks>
public static class PhantomPatient
{
    /// <summary>Makes the default patient of a site.</summary>
    /// <inheritdoc cref="Write(string, PhantomOptions, IProgress{double}, CancellationToken)"/>
    public static PhantomTruth Write(string folder, long seed, SpineSite site) =>
        Write(folder, new PhantomOptions { Seed = seed, Site = site });

    /// <summary>Makes a patient in a folder that must not exist yet, or be empty.</summary>
    /// <param name="folder">The folder. It appears complete at the end; until then its name has a suffix.</param>
    /// <param name="options">What patient.</param>
    /// <param name="progress">Told the done part, 0 to 1.</param>
    /// <param name="cancellation">Stops the work; nothing is left.</param>
    /// <returns>What truth.json holds.</returns>
    /// <exception cref="IOException">The folder has content, or cannot be written.</exception>
    /// <exception cref="ArgumentException">Options that make no patient.</exception>
    public static PhantomTruth Write(
        string folder, PhantomOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Faults();
        if (faults.Length > 0) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        var whole = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        if (Directory.Exists(whole) && Directory.EnumerateFileSystemEntries(whole).Any())
            throw new IOException($"The folder '{folder}' has content already: name a new one, or empty it.");

        var unfinished = whole + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        try
        {
            Directory.CreateDirectory(unfinished);
            var truth = WriteObjects(unfinished, options, progress, cancellation);
            if (Directory.Exists(whole)) Directory.Delete(whole);
            Directory.Move(unfinished, whole);
            return truth;
        }
        catch
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            throw;
        }
    }

    private static PhantomTruth WriteObjects(
        string folder, PhantomOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        var anatomy = SpineAnatomy.Of(options.Site, options.Seed);
        PhantomObjects objects = new(options, anatomy.Level);
        CtScan ct = new(anatomy, options);
        MrScan[] mrs = options.IncludeMr ? [MrScan.Axial(anatomy, options), MrScan.Sagittal(anatomy, options)] : [];
        var work = ct.Positions.Length + mrs.Sum(mr => mr.Rasters.Length);
        var done = 0;
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = options.MaximumDegreeOfParallelism ?? -1,
            CancellationToken = cancellation,
        };

        void WriteAll(string name, int count, Func<int, DicomDataset> make)
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            Parallel.For(0, count, parallel, i =>
            {
                new DicomFile(make(i)).Save(Path.Combine(folder, name, $"{name}_{i + 1:000}.dcm"));
                progress?.Report(0.9 * Interlocked.Increment(ref done) / work);
            });
        }

        WriteAll("CT", ct.Positions.Length, i => objects.CtImage(ct.Rasters[i], i, ct.Positions.Length, ct.Render(i)));
        foreach (var mr in mrs)
        {
            WriteAll(mr.Folder, mr.Rasters.Length, i => objects.MrImage(mr, i, mr.Render(i)));
            var drawn = MrDrawing.Draw(anatomy, mr, options);
            new DicomFile(objects.StructureSet(mr.Folder, mr.Rasters.Length, drawn)).Save(Path.Combine(folder, $"RS_{mr.Folder}.dcm"));
            cancellation.ThrowIfCancellationRequested();
        }

        CtDrawing drawing = new(anatomy, ct, options);
        new DicomFile(objects.StructureSet("CT", ct.Positions.Length, drawing.Structures)).Save(Path.Combine(folder, "RS_CT.dcm"));
        cancellation.ThrowIfCancellationRequested();

        PhantomTruth truth = new(
            options.Seed,
            options.Site.ToString().ToLowerInvariant(),
            anatomy.Level,
            objects.PatientId,
            objects.FrameUid("CT"),
            objects.SeriesUid("CT"),
            objects.StructureSetUid("CT"),
            [.. mrs.Select(mr => Truth(mr, objects))],
            [.. drawing.Structures.Select(s => new StructureTruth(s.Name, Cc(s.SolidVolume), Cc(s.DrawnVolume)!.Value, s.Contours.Length))],
            options.IncludeExpectedVolumes ? drawing.Expected() : []);
        File.WriteAllText(Path.Combine(folder, "truth.json"), truth.ToJson());
        progress?.Report(1);
        return truth;
    }

    private static MrTruth Truth(MrScan mr, PhantomObjects objects) => new(
        mr.Folder,
        objects.FrameUid(mr.Folder),
        objects.SeriesUid(mr.Folder),
        "The matrix maps a point of this frame of reference (a column x, y, z, 1 in mm) to the same anatomy in the frame of the CT.",
        mr.Pose.Matrix,
        mr.Pose.Degrees,
        [mr.Pose.Translation.X, mr.Pose.Translation.Y, mr.Pose.Translation.Z]);

    private static double? Cc(double? cubicMillimetres) => cubicMillimetres is { } v ? Math.Round(v / 1000, 4) : null;
}
