using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Failure Reason (0008,1197) of an object that was not stored (PS3.18 table I.2-2, PS3.4 annex B).</summary>
internal static class StowReason
{
    /// <summary>Processing failure.</summary>
    public const ushort ProcessingFailure = 0x0110;

    /// <summary>The SOP class is not taken.</summary>
    public const ushort SopClassNotSupported = 0x0122;

    /// <summary>Out of resources.</summary>
    public const ushort OutOfResources = 0xA700;

    /// <summary>The data set does not match what was announced.</summary>
    public const ushort DoesNotMatch = 0xA900;

    /// <summary>Cannot be understood.</summary>
    public const ushort CannotUnderstand = 0xC000;

    /// <summary>The transfer syntax is not taken.</summary>
    public const ushort TransferSyntaxNotSupported = 0xC122;

    /// <summary>The reason that a refusal of the intake is told as.</summary>
    public static ushort Of(IntakeRefusal refusal) => refusal switch
    {
        IntakeRefusal.CannotUnderstand => CannotUnderstand,
        IntakeRefusal.DoesNotMatch => DoesNotMatch,
        IntakeRefusal.TooLarge or IntakeRefusal.NoRoom => OutOfResources,
        _ => ProcessingFailure,
    };

    /// <summary>What a code means, in a few words; for codes of a range those of the range.</summary>
    public static string Meaning(ushort code) => code switch
    {
        ProcessingFailure => "processing failure",
        0x0111 => "an object of this SOP Instance UID is there already",
        SopClassNotSupported => "the SOP class is not supported",
        0x0124 => "not authorised",
        TransferSyntaxNotSupported => "the transfer syntax is not supported",
        >= 0xA700 and <= 0xA7FF => "out of resources",
        >= 0xA900 and <= 0xA9FF => "the data set does not match its SOP class or the study",
        0xB000 => "values were changed to fit the archive",
        0xB006 => "elements were left out",
        0xB007 => "the data set does not match its SOP class",
        >= 0xC000 and <= 0xCFFF => "the archive cannot understand the data set",
        _ => "a reason of the archive's own",
    };
}
