using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Network;

/// <summary>What a service is given to work with.</summary>
public class DicomServiceDependencies
{
    internal DicomServiceDependencies(ILoggerFactory loggerFactory, TimeProvider time) => (LoggerFactory, Time) = (loggerFactory, time);

    /// <summary>Makes loggers. No log of the toolkit holds an attribute's value other than UIDs, at any level.</summary>
    public ILoggerFactory LoggerFactory { get; }

    /// <summary>The clock of deadlines.</summary>
    internal TimeProvider Time { get; }
}
