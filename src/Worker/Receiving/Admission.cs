using System.Collections.Immutable;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Receiving;

/// <summary>Why an association is not let in (DICOM PS3.8 table 9-21).</summary>
internal sealed record Rejection(DicomRejectResult Result, DicomRejectSource Source, DicomRejectReason Reason);

/// <summary>Decides who is let in, and counts who is.</summary>
internal sealed class Admission(ReceiverOptions options, IIntake? intake)
{
    private int inside;

    /// <summary>Associations that are let in now.</summary>
    public int Inside => Volatile.Read(ref inside);

    /// <summary>Set when the receiver stops: nobody is let in any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Lets an association in.</summary>
    /// <returns>Null when it is; whoever it is for then says <see cref="Leave"/> once.</returns>
    public Rejection? Enter(DicomAssociation association)
    {
        if (!options.Titles.Contains(association.CalledAE, StringComparer.Ordinal))
            return new(DicomRejectResult.Permanent, DicomRejectSource.ServiceUser, DicomRejectReason.CalledAENotRecognized);
        if (!IsAllowed(options.Allowed, association))
            return new(DicomRejectResult.Permanent, DicomRejectSource.ServiceUser, DicomRejectReason.CallingAENotRecognized);
        if (IsClosed || intake is { HasRoom: false })
            return new(DicomRejectResult.Transient, DicomRejectSource.ServiceProviderPresentation, DicomRejectReason.TemporaryCongestion);
        if (Interlocked.Increment(ref inside) > options.MaximumAssociations)
        {
            Leave();
            return new(DicomRejectResult.Transient, DicomRejectSource.ServiceProviderPresentation, DicomRejectReason.LocalLimitExceeded);
        }

        return null;
    }

    /// <summary>An association that was let in has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref inside);

    private static bool IsAllowed(ImmutableArray<AllowedPeer> allowed, DicomAssociation association) =>
        allowed.IsEmpty || allowed.Any(peer => peer.Is(association.CallingAE, association.RemoteHost));
}
