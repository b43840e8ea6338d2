using System.Collections.Frozen;

namespace ContourFlow.Dicom;

/// <summary>
/// The characters of one coded character set by their codes: those with one byte (0x80 to 0xFF) or with two (94 by 94).
/// </summary>
/// <remarks>
/// Made from .NET's code pages, which are Windows' and hold more and other characters than the registered sets: a
/// code page that maps a code to the private use area, to a question mark or to several characters does not know it,
/// and the few characters where Windows differs from the registered set are set right here. The tests compare every
/// code of every set with Python's codecs, which pydicom reads with.
/// </remarks>
internal sealed class CodeTable
{
    private const int Cells = 94;

    private readonly char[] _characters;
    private readonly bool _isDouble;
    private readonly Lazy<FrozenDictionary<char, int>> _codes;

    private CodeTable(char[] characters, bool isDouble, Func<int, char, bool> written)
    {
        _characters = characters;
        _isDouble = isDouble;
        _codes = new(() =>
        {
            var codes = new Dictionary<char, int>(characters.Length);
            for (int i = 0; i < characters.Length; i++)
            {
                if (characters[i] >= 0x80 && written(i, characters[i]))
                    codes.TryAdd(characters[i], i);
            }

            return codes.ToFrozenDictionary();
        });
    }

    /// <summary>The characters of the codes from 0x80.</summary>
    /// <param name="decode">The bytes' text.</param>
    /// <param name="corrections">Codes that stand for another character than that, or for none (U+0000).</param>
    public static CodeTable Single(Func<byte[], string> decode, params (byte Code, char Character)[] corrections)
    {
        char[] characters = new char[128];
        for (int i = 0; i < characters.Length; i++)
            characters[i] = i < 0x20 ? (char)(0x80 + i) : Only(decode([(byte)(0x80 + i)]));
        foreach ((byte code, char character) in corrections)
            characters[code - 0x80] = character;
        return new(characters, isDouble: false, (_, _) => true);
    }

    /// <summary>The characters of 94 by 94 codes.</summary>
    /// <param name="decode">The text of two bytes from 0x21 to 0x7E.</param>
    /// <param name="written">Whether a row (1 to 94) belongs to the registered set; the other rows, which makers have added, are only read.</param>
    /// <param name="corrections">Codes that stand for another character than that, or for none (U+0000).</param>
    public static CodeTable Double(Func<byte, byte, string> decode, Func<int, bool> written, params (int Code, char Character)[] corrections)
    {
        char[] characters = new char[Cells * Cells];
        for (int i = 0; i < characters.Length; i++)
            characters[i] = Only(decode((byte)(0x21 + (i / Cells)), (byte)(0x21 + (i % Cells))));
        foreach ((int code, char character) in corrections)
            characters[Index((byte)(code >> 8), (byte)code)] = character;
        return new(characters, isDouble: true, (index, _) => written((index / Cells) + 1));
    }

    /// <summary>The character of a byte from 0x80; U+FFFD where there is none.</summary>
    public char At(byte code) => Known(_characters[code - 0x80]);

    /// <summary>The character of two bytes, of whatever upper bits; U+FFFD where there is none.</summary>
    public char At(byte first, byte second)
    {
        (int row, int cell) = (first & 0x7F, second & 0x7F);
        return row is < 0x21 or > 0x7E || cell is < 0x21 or > 0x7E ? '\uFFFD' : Known(_characters[Index((byte)row, (byte)cell)]);
    }

    /// <summary>The code of a character, without upper bits where it takes two bytes; zero bytes when the set does not have it.</summary>
    public int Encode(char c, Span<byte> bytes)
    {
        if (!_codes.Value.TryGetValue(c, out int index))
            return 0;
        if (!_isDouble)
        {
            bytes[0] = (byte)(0x80 + index);
            return 1;
        }

        bytes[0] = (byte)(0x21 + (index / Cells));
        bytes[1] = (byte)(0x21 + (index % Cells));
        return 2;
    }

    private static int Index(byte first, byte second) => ((first - 0x21) * Cells) + second - 0x21;

    private static char Known(char c) => c == '\0' ? '\uFFFD' : c;

    private static char Only(string text) =>
        text is [var c] && c is not ('?' or '\uFFFD' or (>= '\uE000' and <= '\uF8FF')) && !char.IsSurrogate(c) ? c : '\0';
}
