namespace ContourFlow.Dicom.Network;

/// <summary>A C-MOVE response (DICOM PS3.7 9.3.4.2), with the numbers of C-STORE sub-operations.</summary>
public sealed class DicomCMoveResponse : DicomResponse
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCMoveResponse(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.CMoveResponse);
        CheckCounts();
    }

    /// <summary>Makes a response to a request.</summary>
    public DicomCMoveResponse(DicomCMoveRequest request, DicomStatus status)
        : base(request, status)
    {
    }

    /// <summary>Sub-operations that remain (0000,1020).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that two bytes do not hold.</exception>
    public int Remaining
    {
        get => Count(DicomTag.NumberOfRemainingSuboperations);
        set => SetCount(DicomTag.NumberOfRemainingSuboperations, value);
    }

    /// <summary>Sub-operations that succeeded (0000,1021).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that two bytes do not hold.</exception>
    public int Completed
    {
        get => Count(DicomTag.NumberOfCompletedSuboperations);
        set => SetCount(DicomTag.NumberOfCompletedSuboperations, value);
    }

    /// <summary>Sub-operations that ended with a warning (0000,1023).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that two bytes do not hold.</exception>
    public int Warnings
    {
        get => Count(DicomTag.NumberOfWarningSuboperations);
        set => SetCount(DicomTag.NumberOfWarningSuboperations, value);
    }

    /// <summary>Sub-operations that failed (0000,1022).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that two bytes do not hold.</exception>
    public int Failures
    {
        get => Count(DicomTag.NumberOfFailedSuboperations);
        set => SetCount(DicomTag.NumberOfFailedSuboperations, value);
    }
}
