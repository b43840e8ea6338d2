using System.Collections.Frozen;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Tells how an MR image is weighted, as far as its header says. The first row that applies decides:
/// <list type="table">
/// <listheader><term>what is stated</term><description>weighting, and where it is from</description></listheader>
/// <item><term>Image Type with a phase, real or imaginary image, or a map (ADC)</term>
/// <description>Unknown: no contrast of tissues (DICOM PS3.3 C.8.3.1.1.1 and its enhanced C.8.13.1.1).</description></item>
/// <item><term>Acquisition Contrast (0008,9209) of the frame, else of the image</term>
/// <description>T1, T2; any other term but UNKNOWN and MIXED: Unknown, STIR and FLUID_ATTENUATED among them (PS3.3 MR Image
/// Description Macro).</description></item>
/// <item><term>echo planar</term><description>Unknown: diffusion or T2* (Scanning Sequence EP, PS3.3 C.8.3.1).</description></item>
/// <item><term>spin echo, TE at least 60 ms and TR at least 1500 ms</term>
/// <description>T2: "TR long compared to tissue T1 and a TE between the longest and shortest tissue T2s of interest"
/// (PS3.16 annex D, code 110805); the numbers are our choice between the cord's T2 of about 75 ms and usual protocols
/// (T2 turbo spin echo of the spine: TE 80 to 120, TR 2500 to 5000).</description></item>
/// <item><term>spin echo, TE at most 30 ms and TR at most 1000 ms</term>
/// <description>T1 (code 110804); our choice of numbers likewise (T1 spin echo of the spine: TE 8 to 20, TR 400 to 800).</description></item>
/// <item><term>a word T1 or T2 in Series Description, Protocol Name or the sequence's name</term>
/// <description>That, where the rest does not contradict it: TE at least 60 ms for T2 and at most 30 ms for T1 where it is
/// stated, and never T2 for a gradient echo (that is T2*) or an inversion recovery (STIR nulls fat, FLAIR the fluid around the
/// cord). People type these words: the weakest sign, our choice.</description></item>
/// <item><term>anything else</term><description>Unknown.</description></item>
/// </list>
/// </summary>
internal static class MrWeightings
{
    private const double LeastT2Echo = 60;
    private const double LeastT2Repetition = 1500;
    private const double GreatestT1Echo = 30;
    private const double GreatestT1Repetition = 1000;

    private static readonly string[] NoContrastTypes = ["P", "R", "I", "PHASE MAP", "REAL", "IMAGINARY", "ADC", "ADC_MAP", "T1 MAP", "T2 MAP", "T2_STAR MAP"];

    private static readonly FrozenSet<string> T1Words = Set("t1", "t1w", "t1wi", "t1weighted", "t1se", "t1tse", "t1fse", "t1vibe", "t1space", "t1cube", "t1flair");

    private static readonly FrozenSet<string> T2Words = Set("t2", "t2w", "t2wi", "t2weighted", "t2se", "t2tse", "t2fse", "t2frfse", "t2space", "t2cube", "t2vista");

    private static readonly FrozenSet<string> NoWeightingWords = Set(
        "map", "maps", "mapping", "adc", "dwi", "dti", "diff", "diffusion", "subtraction", "localizer", "scout");

    private static readonly FrozenSet<string> NoSpinEchoWords = Set(
        "*", "t2*", "star", "stir", "tirm", "flair", "medic", "merge", "ffe", "gre", "swi", "me2d", "me3d", "fl2d", "fl3d");

    /// <summary>Reads the weighting.</summary>
    /// <param name="image">The image, or the enhanced image that holds the frame.</param>
    /// <param name="frame">The frame, or null for a single image.</param>
    public static MrWeighting Of(DicomDataset image, ImageFrame? frame)
    {
        var sequence = MrSequence.Of(image, frame);
        if (sequence.ImageType.Skip(2).Any(type => NoContrastTypes.Contains(type, StringComparer.OrdinalIgnoreCase))) return MrWeighting.Unknown;
        if (sequence.AcquisitionContrast is not ("" or "UNKNOWN" or "MIXED"))
        {
            return sequence.AcquisitionContrast switch
            {
                "T1" => MrWeighting.T1,
                "T2" => MrWeighting.T2,
                _ => MrWeighting.Unknown,
            };
        }

        if (sequence.IsEchoPlanar) return MrWeighting.Unknown;
        if (sequence is { IsSpinEcho: true, IsGradientEcho: false, IsInversionRecovery: false, EchoTime: { } echo, RepetitionTime: { } repetition })
        {
            if (echo >= LeastT2Echo && repetition >= LeastT2Repetition) return MrWeighting.T2;
            if (echo <= GreatestT1Echo && repetition <= GreatestT1Repetition) return MrWeighting.T1;
        }

        return ByWords(sequence);
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);

    private static MrWeighting ByWords(MrSequence sequence)
    {
        var said = sequence.Names.Select(ByWord).Where(word => word != MrWeighting.Unknown).Distinct().ToList();
        return said switch
        {
            [MrWeighting.T1] when !(sequence.EchoTime > GreatestT1Echo) => MrWeighting.T1,
            [MrWeighting.T2] when !(sequence.EchoTime < LeastT2Echo) && !sequence.IsGradientEcho && !sequence.IsInversionRecovery => MrWeighting.T2,
            _ => MrWeighting.Unknown,
        };
    }

    private static MrWeighting ByWord(string text)
    {
        var words = Words(text);
        var (t1, t2) = (words.Exists(T1Words.Contains), words.Exists(T2Words.Contains));
        if (t1 == t2 || words.Exists(NoWeightingWords.Contains)) return MrWeighting.Unknown;
        if (t1) return MrWeighting.T1;
        return words.Exists(NoSpinEchoWords.Contains) ? MrWeighting.Unknown : MrWeighting.T2;
    }

    /// <summary>Letters, digits and stars that stand together, in small letters: a star makes T2 a T2*.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '*'))
            {
                if (start < 0) start = i;
            }
            else if (start >= 0)
            {
                words.Add(text[start..i].ToLowerInvariant());
                start = -1;
            }
        }

        return words;
    }
}
