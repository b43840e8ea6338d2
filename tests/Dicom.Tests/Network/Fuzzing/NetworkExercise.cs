using System.Diagnostics;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network.Fuzzing;

/// <summary>Does with bytes from the network what the network does with them, and holds it to bounds.</summary>
public static class NetworkExercise
{
    /// <summary>Bytes that one input may make the toolkit allocate, all in all.</summary>
    public const long MaximumAllocation = 64L << 20;

    /// <summary>Time that one input may take.</summary>
    public static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    /// <summary>Runs it.</summary>
    /// <returns>Whether all of it was taken; otherwise it was refused.</returns>
    /// <exception cref="InvalidOperationException">A bound was broken, or another exception than the network's came out.</exception>
    public static bool Run(NetworkInput input, out long allocated)
    {
        long before = GC.GetTotalAllocatedBytes();
        TimeSpan time = TimeOf(input, out bool isTaken);
        allocated = GC.GetTotalAllocatedBytes() - before;
        if (allocated > MaximumAllocation)
            throw new InvalidOperationException($"{allocated >> 20} MiB were allocated for {input.Bytes.Length} bytes.");

        // The machine may have been at other work: once more.
        if (time > MaximumTime)
            time = TimeOf(input, out isTaken);
        if (time > MaximumTime)
            throw new InvalidOperationException($"{time.TotalMilliseconds:0} ms were taken for {input.Bytes.Length} bytes.");
        return isTaken;
    }

    // Of wall and processor time the shorter one: on a busy machine an input waits without being slow.
    private static TimeSpan TimeOf(NetworkInput input, out bool isTaken)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var work = Task.Run(() => TakenAsync(input));
        try
        {
            isTaken = work.WaitAsync(s_hang).GetAwaiter().GetResult();
        }
        catch (TimeoutException fault)
        {
            throw new InvalidOperationException($"It hangs: {input.Bytes.Length} bytes.", fault);
        }
        catch (Exception fault) when (fault is not InvalidOperationException)
        {
            throw new InvalidOperationException($"{fault.GetType().Name} came out.", fault);
        }

        TimeSpan wall = watch.Elapsed;
        processor = Environment.CpuUsage.TotalTime - processor;
        return wall < processor ? wall : processor;
    }

    private static async Task<bool> TakenAsync(NetworkInput input)
    {
        switch (input.Part)
        {
            case NetworkPart.Acceptor:
                return await AcceptAsync(input.Bytes);
            case NetworkPart.Requestor:
                return await RequestAsync(input.Bytes);
            default:
                try
                {
                    Read(input);
                    return true;
                }
                catch (DicomNetworkException)
                {
                    return false;
                }
        }
    }

    private static void Read(NetworkInput input)
    {
        if (input.Part == NetworkPart.Command)
        {
            _ = CommandReader.MessageOf(CommandCoding.Read(input.Bytes)).ToString(printDatasets: true);
            return;
        }

        // The decoder lets no shorter ones through.
        if (input.Bytes.Length == 0)
            return;
        ReadOnlySpan<byte> pdu = input.Bytes.AsSpan(1);
        switch ((PduType)input.Bytes[0])
        {
            case PduType.AssociateRequest:
                _ = AssociationReader.Request(pdu, out _, out _).ToString();
                break;
            case PduType.AssociateAccept:
                AssociationReader.Accept(pdu, RecordedAssociations.Asked());
                break;
            case PduType.AssociateReject when pdu.Length >= 4:
                _ = AssociationReader.Reject(pdu).Message;
                break;
            case PduType.Abort when pdu.Length >= 4:
                var (source, reason) = AssociationReader.Abort(pdu);
                _ = new DicomAssociationAbortedException(source, reason).Message;
                break;
        }
    }

    private static async Task<bool> AcceptAsync(byte[] bytes)
    {
        var log = new FaultLogger();
        using var connection = new FuzzedConnection(bytes, stopAt: -1);
        using var service = new FuzzedService(connection, log);
        await service.RunAsync();
        return Judge(service, log);
    }

    private static async Task<bool> RequestAsync(byte[] bytes)
    {
        var log = new FaultLogger();
        int answer = bytes.Length < 6 ? bytes.Length : Math.Min(bytes.Length, 6 + ((bytes[4] << 8) | bytes[5]));
        using var connection = new FuzzedConnection(bytes, answer);
        using var service = new FuzzedService(connection, log);
        await service.SendAssociationRequestAsync(RecordedAssociations.Asked());
        var running = service.RunAsync();
        await connection.Stopped;
        var open = new List<Task<DicomResponse>>();
        foreach (DicomRequest request in RecordedAssociations.Open())
        {
            if (service.State == AssociationState.Established)
                open.Add(service.InvokeAsync(request, () => { }));
        }

        connection.GoOn();
        await running;
        foreach (var response in open)
        {
            // The association is over: nothing may still wait.
            try
            {
                await response.WaitAsync(s_hang);
            }
            catch (DicomNetworkException)
            {
                // Lost, aborted, or answered with what is no answer.
            }
        }

        return Judge(service, log);
    }

    private static bool Judge(FuzzedService service, FaultLogger log)
    {
        if (log.Fault is { } fault)
            throw new InvalidOperationException(fault);
        if (service.Ended is not (null or DicomNetworkException))
            throw new InvalidOperationException($"{service.Ended.GetType().Name} ended the association.", service.Ended);
        return service.Ended is null;
    }
}
