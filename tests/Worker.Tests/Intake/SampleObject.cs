using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Tests.Intake;

/// <summary>A small object as a sender would send it: what is announced of it, and the bytes of its data set.</summary>
internal sealed record SampleObject(ArrivingObject Announced, byte[] Bytes)
{
    public const string Study = "1.2.826.0.1.3680043.10.1", Series = Study + ".2";

    public string Uid => Announced.SopInstanceUid;

    /// <summary>Where it belongs.</summary>
    public string RelativePath => $"{Study}/{Series}/{Uid}.dcm";

    public static SampleObject Make(
        int number = 1, int content = 1, int pixels = 4096, DicomTransferSyntax? syntax = null, Action<DicomDataset>? change = null)
    {
        syntax ??= DicomTransferSyntax.ExplicitVRLittleEndian;
        byte[] values = new byte[pixels * 2];
        new Random(content).NextBytes(values);
        var dataset = new DicomDataset(syntax)
        {
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, $"{Series}.{number}" },
            new DicomSequence(DicomTag.ReferencedImageSequence, new DicomDataset
            {
                { DicomTag.ReferencedSOPClassUID, DicomUID.CTImageStorage },
                { DicomTag.ReferencedSOPInstanceUID, "1.2.3" },
            }),
            { DicomTag.PatientName, "Doe^Jane" },
            { DicomTag.StudyInstanceUID, Study },
            { DicomTag.SeriesInstanceUID, Series },
            { DicomTag.BitsAllocated, (ushort)16 },
            new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(values)),
        };
        change?.Invoke(dataset);
        using var memory = new MemoryStream();
        new DicomFile(dataset).Save(memory);
        byte[] file = memory.ToArray();
        // PS3.10 7.1: the group length's value is at byte 140 and counts what follows it.
        return new(new(DicomUID.CTImageStorage.UID, $"{Series}.{number}", syntax.UID.UID, "SENDER", "RECEIVER"), file[(144 + BitConverter.ToInt32(file, 140))..]);
    }

    /// <summary>Sends it in pieces of an odd size.</summary>
    public async Task<Reception> SendAsync(IIntake intake)
    {
        using IncomingObject incoming = intake.Begin(Announced);
        for (int at = 0; at < Bytes.Length; at += 16_371)
            await incoming.WriteAsync(Bytes.AsMemory(at, Math.Min(16_371, Bytes.Length - at)));
        return await incoming.CompleteAsync(CancellationToken.None);
    }

    /// <summary>Sends it, and says with what it was refused.</summary>
    public async Task<IntakeRefusedException> BeRefusedAsync(IIntake intake) =>
        (await FluentActions.Awaiting(() => SendAsync(intake)).Should().ThrowAsync<IntakeRefusedException>()).Which;

    /// <summary>The data set in a file that was stored.</summary>
    public static byte[] DataSetOf(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file[(144 + BitConverter.ToInt32(file, 140))..];
    }
}
