namespace ContourFlow.Worker.DicomWeb;

/// <summary>What the exceptions mean that come of reading a body.</summary>
internal static class BodyFaults
{
    /// <summary>Does a reading of a body, whose faults then come as <see cref="BrokenBodyException"/>.</summary>
    /// <exception cref="BrokenBodyException">The body ends early or is malformed.</exception>
    public static async ValueTask<T> ReadingAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception fault) when (fault is not BrokenBodyException && Of(fault) is not null)
        {
            throw Of(fault)!;
        }
    }

    /// <summary>The fault of the body, or null when the exception is something else.</summary>
    public static BrokenBodyException? Of(Exception fault) => fault switch
    {
        BrokenBodyException broken => broken,

        // MultipartReader: a limit of the headers, or no boundary within their length.
        InvalidDataException => new BrokenBodyException(
            "The multipart body does not begin with its boundary, or a part has headers that are no headers or too large.", isCutOff: false, fault),

        // MultipartReader and the transport alike.
        IOException or HttpRequestException => new BrokenBodyException(
            "The body ended before its time.", isCutOff: true, fault),
        _ => null,
    };
}
