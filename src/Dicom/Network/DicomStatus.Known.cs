namespace ContourFlow.Dicom.Network;

/// <content>The statuses of DICOM PS3.7 annex C, of storage (PS3.4 B), of query and retrieval (PS3.4 C), of storage commitment (PS3.4 J).</content>
public partial class DicomStatus
{
    /// <summary>0000 (PS3.7 C.1.1).</summary>
    public static readonly DicomStatus Success = new("0000", DicomState.Success, "Success");

    /// <summary>FE00 (PS3.7 C.3.1).</summary>
    public static readonly DicomStatus Cancel = new("FE00", DicomState.Cancel, "Cancelled");

    /// <summary>FF00 (PS3.7 C.2.1).</summary>
    public static readonly DicomStatus Pending = new("FF00", DicomState.Pending, "Pending");

    /// <summary>0001 (PS3.7 C.4.1).</summary>
    public static readonly DicomStatus Warning = new("0001", DicomState.Warning, "Warning");

    /// <summary>Bxxx (PS3.7 C.4).</summary>
    public static readonly DicomStatus WarningClass = new("Bxxx", DicomState.Warning, "Warning");

    /// <summary>0107 (PS3.7 C.4.2).</summary>
    public static readonly DicomStatus AttributeListError = new("0107", DicomState.Warning, "Attribute list error");

    /// <summary>0116 (PS3.7 C.4.3).</summary>
    public static readonly DicomStatus AttributeValueOutOfRange = new("0116", DicomState.Warning, "Attribute value out of range");

    /// <summary>0122 (PS3.7 C.5.6).</summary>
    public static readonly DicomStatus SOPClassNotSupported = new("0122", DicomState.Failure, "Refused: SOP class not supported");

    /// <summary>0119 (PS3.7 C.5.7).</summary>
    public static readonly DicomStatus ClassInstanceConflict = new("0119", DicomState.Failure, "Class-instance conflict");

    /// <summary>0111 (PS3.7 C.5.8).</summary>
    public static readonly DicomStatus DuplicateSOPInstance = new("0111", DicomState.Failure, "Duplicate SOP instance");

    /// <summary>0210 (PS3.7 C.5.9).</summary>
    public static readonly DicomStatus DuplicateInvocation = new("0210", DicomState.Failure, "Duplicate invocation");

    /// <summary>0115 (PS3.7 C.5.10).</summary>
    public static readonly DicomStatus InvalidArgumentValue = new("0115", DicomState.Failure, "Invalid argument value");

    /// <summary>0106 (PS3.7 C.5.11).</summary>
    public static readonly DicomStatus InvalidAttributeValue = new("0106", DicomState.Failure, "Invalid attribute value");

    /// <summary>0117 (PS3.7 C.5.12).</summary>
    public static readonly DicomStatus InvalidObjectInstance = new("0117", DicomState.Failure, "Invalid object instance");

    /// <summary>0120 (PS3.7 C.5.13).</summary>
    public static readonly DicomStatus MissingAttribute = new("0120", DicomState.Failure, "Missing attribute");

    /// <summary>0121 (PS3.7 C.5.14).</summary>
    public static readonly DicomStatus MissingAttributeValue = new("0121", DicomState.Failure, "Missing attribute value");

    /// <summary>0212 (PS3.7 C.5.15).</summary>
    public static readonly DicomStatus MistypedArgument = new("0212", DicomState.Failure, "Mistyped argument");

    /// <summary>0114 (PS3.7 C.5.16).</summary>
    public static readonly DicomStatus NoSuchArgument = new("0114", DicomState.Failure, "No such argument");

    /// <summary>0113 (PS3.7 C.5.18).</summary>
    public static readonly DicomStatus NoSuchEventType = new("0113", DicomState.Failure, "No such event type");

    /// <summary>0112 (PS3.7 C.5.19).</summary>
    public static readonly DicomStatus NoSuchObjectInstance = new("0112", DicomState.Failure, "No such object instance");

    /// <summary>0118 (PS3.7 C.5.20).</summary>
    public static readonly DicomStatus NoSuchSOPClass = new("0118", DicomState.Failure, "No such SOP class");

    /// <summary>0110 (PS3.7 C.5.21).</summary>
    public static readonly DicomStatus ProcessingFailure = new("0110", DicomState.Failure, "Processing failure");

    /// <summary>0213 (PS3.7 C.5.22).</summary>
    public static readonly DicomStatus ResourceLimitation = new("0213", DicomState.Failure, "Resource limitation");

    /// <summary>0211 (PS3.7 C.5.23).</summary>
    public static readonly DicomStatus UnrecognizedOperation = new("0211", DicomState.Failure, "Unrecognized operation");

    /// <summary>0123 (PS3.7 C.5.24).</summary>
    public static readonly DicomStatus NoSuchActionType = new("0123", DicomState.Failure, "No such action type");

    /// <summary>A7xx (PS3.4 B.2.3).</summary>
    public static readonly DicomStatus StorageStorageOutOfResources = new("A7xx", DicomState.Failure, "Refused: out of resources");

    /// <summary>A9xx (PS3.4 B.2.3).</summary>
    public static readonly DicomStatus StorageDataSetDoesNotMatchSOPClassError = new("A9xx", DicomState.Failure, "Data set does not match SOP class");

    /// <summary>Cxxx (PS3.4 B.2.3).</summary>
    public static readonly DicomStatus StorageCannotUnderstand = new("Cxxx", DicomState.Failure, "Cannot understand or process");

    /// <summary>B000 (PS3.4 B.2.3, C.4.2.1.5).</summary>
    public static readonly DicomStatus StorageCoercionOfDataElements = new("B000", DicomState.Warning, "Coercion of data elements, or sub-operations with failures");

    /// <summary>B007 (PS3.4 B.2.3).</summary>
    public static readonly DicomStatus StorageDataSetDoesNotMatchSOPClassWarning = new("B007", DicomState.Warning, "Data set does not match SOP class");

    /// <summary>B006 (PS3.4 B.2.3).</summary>
    public static readonly DicomStatus StorageElementsDiscarded = new("B006", DicomState.Warning, "Elements discarded");

    /// <summary>A700 (PS3.4 C.4.1.1.4).</summary>
    public static readonly DicomStatus QueryRetrieveOutOfResources = new("A700", DicomState.Failure, "Refused: out of resources");

    /// <summary>A701 (PS3.4 C.4.2.1.5).</summary>
    public static readonly DicomStatus QueryRetrieveUnableToCalculateNumberOfMatches = new("A701", DicomState.Failure, "Refused: out of resources, number of matches cannot be calculated");

    /// <summary>A702 (PS3.4 C.4.2.1.5).</summary>
    public static readonly DicomStatus QueryRetrieveUnableToPerformSuboperations = new("A702", DicomState.Failure, "Refused: out of resources, sub-operations cannot be performed");

    /// <summary>A801 (PS3.4 C.4.2.1.5).</summary>
    public static readonly DicomStatus QueryRetrieveMoveDestinationUnknown = new("A801", DicomState.Failure, "Refused: move destination unknown");

    /// <summary>A900 (PS3.4 C.4.1.1.4).</summary>
    public static readonly DicomStatus QueryRetrieveIdentifierDoesNotMatchSOPClass = new("A900", DicomState.Failure, "Identifier does not match SOP class");

    /// <summary>Cxxx (PS3.4 C.4.1.1.4).</summary>
    public static readonly DicomStatus QueryRetrieveUnableToProcess = new("Cxxx", DicomState.Failure, "Cannot understand or process");

    /// <summary>FF01 (PS3.4 C.4.1.1.4).</summary>
    public static readonly DicomStatus QueryRetrieveOptionalKeysNotSupported = new("FF01", DicomState.Pending, "Pending, optional keys not supported");

    /// <summary>B000 (PS3.4 C.4.2.1.5).</summary>
    public static readonly DicomStatus QueryRetrieveSubOpsOneOrMoreFailures = new("B000", DicomState.Warning, "Sub-operations complete, one or more failures");

    private static readonly Lock s_adding = new();

    // Those without a name of their own stand at the end.
    private static DicomStatus[] s_known =
    [
        Success,
        Cancel,
        Pending,
        Warning,
        WarningClass,
        AttributeListError,
        AttributeValueOutOfRange,
        SOPClassNotSupported,
        ClassInstanceConflict,
        DuplicateSOPInstance,
        DuplicateInvocation,
        InvalidArgumentValue,
        InvalidAttributeValue,
        InvalidObjectInstance,
        MissingAttribute,
        MissingAttributeValue,
        MistypedArgument,
        NoSuchArgument,
        NoSuchEventType,
        NoSuchObjectInstance,
        NoSuchSOPClass,
        ProcessingFailure,
        ResourceLimitation,
        UnrecognizedOperation,
        NoSuchActionType,
        StorageStorageOutOfResources,
        StorageDataSetDoesNotMatchSOPClassError,
        StorageCannotUnderstand,
        StorageCoercionOfDataElements,
        StorageDataSetDoesNotMatchSOPClassWarning,
        StorageElementsDiscarded,
        QueryRetrieveOutOfResources,
        QueryRetrieveUnableToCalculateNumberOfMatches,
        QueryRetrieveUnableToPerformSuboperations,
        QueryRetrieveMoveDestinationUnknown,
        QueryRetrieveIdentifierDoesNotMatchSOPClass,
        QueryRetrieveUnableToProcess,
        QueryRetrieveOptionalKeysNotSupported,
        QueryRetrieveSubOpsOneOrMoreFailures,
        new("0105", DicomState.Failure, "No such attribute"),
        new("0124", DicomState.Failure, "Refused: not authorized"),
        new("0131", DicomState.Failure, "Duplicate transaction UID"),
        new("AA00", DicomState.Failure, "None of the requested frames was found"),
        new("AA01", DicomState.Failure, "Unable to create a new object for this SOP class"),
        new("AA02", DicomState.Failure, "Unable to extract frames"),
        new("AA03", DicomState.Failure, "Time-based request for a non-time-based original SOP instance"),
        new("AA04", DicomState.Failure, "Invalid request"),
    ];
}
