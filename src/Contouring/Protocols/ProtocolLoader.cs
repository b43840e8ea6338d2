using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ContourFlow.Contouring.Protocols.Reading;
using ContourFlow.Contouring.Protocols.Validation;

namespace ContourFlow.Contouring.Protocols;

/// <summary>Reads protocol files. A file is taken whole or not at all, and all its faults are told at once.</summary>
public static class ProtocolLoader
{
    /// <summary>Largest file that is read, bytes.</summary>
    public const int MaximumSize = 1 << 20;

    /// <summary>Reads a protocol file.</summary>
    /// <param name="path">The YAML file.</param>
    /// <exception cref="ProtocolException">The file cannot be read, or has faults: all of them.</exception>
    public static Protocol Load(string path)
    {
        var (protocol, faults) = CheckFile(path);
        return protocol ?? throw new ProtocolException(Path.GetFileName(path), faults);
    }

    /// <summary>Reads a protocol file and tells its faults instead of throwing.</summary>
    /// <param name="path">The YAML file.</param>
    public static ProtocolReading CheckFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] bytes;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            bytes = ReadBounded(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Faulty(exception is FileNotFoundException or DirectoryNotFoundException
                ? "There is no such file."
                : "The file cannot be read: check that it is a file and that you may read it.");
        }

        return Check(bytes);
    }

    /// <summary>Checks the text of a protocol.</summary>
    /// <param name="text">YAML.</param>
    /// <returns>The protocol when there is no fault; else every fault in the text's order.</returns>
    public static ProtocolReading Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Check(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Checks the bytes of a protocol file.</summary>
    /// <param name="bytes">YAML in UTF-8.</param>
    public static ProtocolReading Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaximumSize)
            return Faulty($"The file is larger than {MaximumSize} bytes: this is no protocol.");

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var faults = new FaultList();
        var text = Decode(bytes, faults);
        var draft = text is null ? null : ProtocolReader.Read(text, faults);
        if (draft is not null) ProtocolRules.Check(draft, faults);
        return draft is null || faults.Any
            ? new ProtocolReading(null, faults.InOrder())
            : new ProtocolReading(ProtocolAssembly.Make(draft, hash), []);
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, FaultList faults)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var status = System.Text.Unicode.Utf8.ToUtf16(bytes, chars, out var read, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done) return new string(chars, 0, written);

        var line = 1 + bytes[..read].Count((byte)'\n');
        var column = written - Array.LastIndexOf(chars, '\n', Math.Max(0, written - 1), Math.Max(0, written));
        faults.Add(new Place(line, column, ""), "These bytes are not UTF-8: save the file as UTF-8.");
        return null;
    }

    // A device or a file that grows has no length worth believing: read one byte more than is allowed and stop.
    private static byte[] ReadBounded(FileStream file)
    {
        var buffer = new byte[MaximumSize + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..length];
    }

    private static ProtocolReading Faulty(string sentence) => new(null, [new ProtocolFault(0, 0, "", sentence)]);
}

/// <summary>What came of reading a protocol.</summary>
/// <param name="Protocol">The protocol, or null when there are faults.</param>
/// <param name="Faults">Every fault, in the file's order.</param>
public sealed record ProtocolReading(Protocol? Protocol, ImmutableArray<ProtocolFault> Faults);
