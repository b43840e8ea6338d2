using System.Buffers;
using System.IO.Compression;
using ContourFlow.Worker.Output;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// An object on its way into an <see cref="ObjectFolder"/>: a file under a working name, in the page cache only, until
/// <see cref="CompleteAsync"/>. Used by one thread at a time.
/// </summary>
internal sealed class ArrivingFile : IncomingObject
{
    private const int BlockLength = 1 << 15;
    // What a deflated data set may inflate to before its identifiers must have come.
    private const long MostInflated = 64L << 20;

    private readonly ObjectFolder folder;
    private readonly DicomTransferSyntax syntax;
    private readonly DataSetWalker walker;
    private readonly ArrivingBytes bytes;
    private long taken;
    private IntakeRefusedException? refused;
    private bool isCompleted;
    private bool isEnded;

    /// <summary>Begins the file.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public ArrivingFile(ObjectFolder folder, ArrivingObject arriving, string path)
    {
        this.folder = folder;
        Arriving = arriving;
        Path = path;
        syntax = DicomTransferSyntax.Parse(arriving.TransferSyntaxUid);
        walker = new DataSetWalker(syntax.IsExplicitVR, syntax == DicomTransferSyntax.ExplicitVRBigEndian);
        bytes = new ArrivingBytes(LinuxFiles.Make(path), folder.Buffers.Rent(folder.Journal is not null), folder.Journal is not null);
        int start = MetaInformation.Write(arriving, bytes.Beginning);
        bytes.Begin(start);
        DataSetStart = start;
    }

    /// <summary>What was announced.</summary>
    public ArrivingObject Arriving { get; }

    /// <summary>The working file.</summary>
    public string Path { get; }

    /// <summary>What has come of it, preamble and file meta information included.</summary>
    public ArrivingBytes Bytes => bytes;

    /// <summary>Where the data set begins in it.</summary>
    public long DataSetStart { get; }

    /// <summary>Bytes of the whole file, as far as it has come.</summary>
    public override long Length => bytes.Length;

    /// <summary>Study Instance UID of a completed object.</summary>
    public string StudyInstanceUid => walker.StudyInstanceUid!;

    /// <summary>Series Instance UID of a completed object.</summary>
    public string SeriesInstanceUid => walker.SeriesInstanceUid!;

    /// <inheritdoc/>
    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IntakeRefusedException">It cannot be taken; nothing of it is left, and every further call says the same.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfEnded();
        if (buffer.IsEmpty)
            return;
        if (Length - DataSetStart + buffer.Length > folder.Options.LargestObject)
        {
            throw Refuse(IntakeRefusal.TooLarge,
                $"Object {Arriving.SopInstanceUid} is larger than the largest that is taken, {folder.Options.LargestObject} bytes. Raise the limit to take it.");
        }

        if (!syntax.IsDeflate)
        {
            bool wasIdentified = walker.IsIdentified;
            walker.Feed(buffer);
            Judge(wasIdentified);
        }

        folder.Space.Take(buffer.Length);
        taken += buffer.Length;
        try
        {
            bytes.Write(buffer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refuse(fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Into the page cache: there is nothing to wait for.
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: what has come so far is of use to nobody.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override async ValueTask<Reception> CompleteAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        try
        {
            bytes.Save();
            if (Length == DataSetStart)
                throw Refuse(IntakeRefusal.CannotUnderstand, $"Object {Arriving.SopInstanceUid} came without a data set.");
            if (syntax.IsDeflate)
                Inflate();
            else
                walker.End();
            Judge(wasIdentified: false);
            Reception reception = await folder.PlaceAsync(this, cancellationToken);
            isCompleted = true;
            return reception;
        }
        catch (Exception fault) when (WriteFaults.Cause(fault) is not null)
        {
            throw Refuse(fault);
        }
        finally
        {
            // Placed, the file has another name by now; else nothing of it is left.
            Discard();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Discard();
        base.Dispose(disposing);
    }

    private void Inflate()
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = DataSetStart;
            using var inflater = new DeflateStream(file, CompressionMode.Decompress);
            long inflated = 0;
            while (!walker.IsIdentified && walker.Fault is null && inflated < MostInflated)
            {
                int count = inflater.Read(block);
                if (count == 0)
                    break;
                walker.Feed(block.AsSpan(0, count));
                inflated += count;
            }
        }
        catch (InvalidDataException fault)
        {
            throw Refuse(IntakeRefusal.CannotUnderstand, $"The data set of object {Arriving.SopInstanceUid} cannot be inflated, though it was announced as deflated.", fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        if (!walker.IsIdentified)
            walker.End();
    }

    private void Judge(bool wasIdentified)
    {
        if (walker.Fault is { } why)
        {
            throw Refuse(IntakeRefusal.CannotUnderstand,
                $"The data set of object {Arriving.SopInstanceUid} {why}. Send it again; where that does not help, the sender has to mend it.");
        }

        if (!walker.IsIdentified || wasIdentified)
            return;
        Match("SOP Class UID (0008,0016)", walker.SopClassUid!, Arriving.SopClassUid);
        Match("SOP Instance UID (0008,0018)", walker.SopInstanceUid!, Arriving.SopInstanceUid);
    }

    private void Match(string attribute, string inside, string announced)
    {
        if (inside != announced)
        {
            throw Refuse(IntakeRefusal.DoesNotMatch,
                $"The data set of object {Arriving.SopInstanceUid} says {inside} as its {attribute}, but {announced} was announced.");
        }
    }

    private void ThrowIfEnded()
    {
        if (refused is not null)
            throw new IntakeRefusedException(refused.Refusal, refused.Message, refused);
        if (isCompleted)
            throw new InvalidOperationException("The object is complete already.");
        ObjectDisposedException.ThrowIf(isEnded, this);
    }

    private IntakeRefusedException Refuse(Exception fault) => fault is IntakeRefusedException already
        ? already
        : Keep(IntakeFaults.Refusal(Arriving.SopInstanceUid, fault));

    private IntakeRefusedException Refuse(IntakeRefusal refusal, string message, Exception? fault = null) =>
        Keep(new IntakeRefusedException(refusal, message, fault));

    private IntakeRefusedException Keep(IntakeRefusedException refusal)
    {
        refused = refusal;
        Discard();
        return refusal;
    }

    private void Discard()
    {
        if (isEnded)
            return;
        isEnded = true;
        folder.Buffers.Return(bytes.Buffer);
        bytes.File.Dispose();
        if (IsPlaced)
            return;
        PartFile.Discard(Path);
        folder.Space.Take(-taken);
    }

    /// <summary>Whether the file has its own name by now, so that there is no working file any more.</summary>
    internal bool IsPlaced { get; set; }
}
