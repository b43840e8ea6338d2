namespace ContourFlow.Dicom;

/// <summary>
/// The family of faults of this toolkit. No message carries the value of a patient's attribute: it names the tag,
/// the rule, an offset or a length.
/// </summary>
public abstract class DicomException : Exception
{
    /// <summary>Makes the exception.</summary>
    protected DicomException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    protected DicomException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A data set does not hold what was asked of it, or cannot hold what was given.</summary>
public class DicomDataException : DicomException
{
    /// <summary>Makes the exception.</summary>
    public DicomDataException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public DicomDataException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A file cannot be read as DICOM, or cannot be written. Says the byte offset where the file is at fault.</summary>
public class DicomFileException : DicomDataException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="file">What was read of the file before the fault; may be <c>null</c>.</param>
    /// <param name="message">What is wrong, and where.</param>
    public DicomFileException(DicomFile? file, string message)
        : base(message) => File = file;

    /// <summary>Makes the exception with its cause.</summary>
    public DicomFileException(DicomFile? file, string message, Exception? innerException)
        : base(message, innerException) => File = file;

    /// <summary>What was read of the file before the fault; may be <c>null</c>.</summary>
    public DicomFile? File { get; }
}

/// <summary>A value breaks a rule of its value representation or of the dictionary.</summary>
public class DicomValidationException : DicomDataException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="content">The value; kept apart from the message because it may be a patient's.</param>
    /// <param name="vr">The value representation whose rule is broken.</param>
    /// <param name="message">The rule, without the value.</param>
    public DicomValidationException(string content, DicomVR vr, string message)
        : base(message)
    {
        Content = content;
        VR = vr;
    }

    /// <summary>The value. May be a patient's: never log it.</summary>
    public string Content { get; }

    /// <summary>The value representation whose rule is broken.</summary>
    public DicomVR VR { get; }
}
