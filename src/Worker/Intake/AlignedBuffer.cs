using System.Runtime.InteropServices;

namespace ContourFlow.Worker.Intake;

/// <summary>Memory that begins at a multiple of <see cref="JournalRecord.Page"/>, as writing past the page cache asks for.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private byte* memory;

    /// <summary>Takes memory of a number of bytes, zeroed.</summary>
    public AlignedBuffer(int length)
    {
        Length = length;
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, JournalRecord.Page);
        Span.Clear();
    }

    ~AlignedBuffer() => Free();

    /// <summary>Its length in bytes.</summary>
    public int Length { get; }

    /// <summary>Its bytes. Whoever uses them keeps the buffer alive.</summary>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return new(memory, Length);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
    }
}
