namespace ContourFlow.Contouring.Faults;

/// <summary>The reason codes a case can be held for: stable words, explained in docs/reason-codes.md.</summary>
public static class ReasonCodes
{
    // What is in the folder.
    public const string UnreadableFile = "unreadable-file";
    public const string NoPlanningCt = "no-planning-ct";
    public const string SeveralPlanningCts = "several-planning-cts";
    public const string SeveralPatients = "several-patients";
    public const string NoStructureSet = "no-structure-set";
    public const string SeveralStructureSets = "several-structure-sets";
    public const string StructureSetOfOtherCt = "structure-set-of-other-ct";
    public const string FrameOfReferenceMismatch = "frame-of-reference-mismatch";
    public const string DuplicateInstance = "duplicate-instance";
    public const string MissingAttribute = "missing-attribute";
    public const string BadAttribute = "bad-attribute";

    // The planning CT's planes.
    public const string GeometryMissing = "geometry-missing";
    public const string PlanesDuplicate = "planes-duplicate";
    public const string PlanesMixedOrientation = "planes-mixed-orientation";
    public const string PlanesMixedSize = "planes-mixed-size";
    public const string PlanesTilted = "planes-tilted";
    public const string PlanesOblique = "planes-oblique";
    public const string PlanesMissing = "planes-missing";
    public const string PlanesUneven = "planes-uneven";
    public const string PlanesTooFew = "planes-too-few";
    public const string PlaneSpacingTooLarge = "plane-spacing-too-large";
    public const string PatientPositionUnsupported = "patient-position-unsupported";
    public const string PixelsUnsupported = "pixels-unsupported";
    public const string PixelsLossy = "pixels-lossy";

    // Structures.
    public const string RoiMissing = "roi-missing";
    public const string RoiAmbiguous = "roi-ambiguous";
    public const string RoiEmpty = "roi-empty";
    public const string RoiOffPlane = "roi-off-plane";
    public const string RoiGap = "roi-gap";
    public const string RoiNotPlanar = "roi-not-planar";

    // The fusion of an MR.
    public const string FusionRefused = "fusion-refused";
    public const string RegistrationUnavailable = "registration-unavailable";
    public const string RegistrationFailed = "registration-failed";
    public const string MrNoOverlap = "mr-no-overlap";
    public const string MrNoContrast = "mr-no-contrast";
    public const string MrNotFinite = "mr-not-finite";
    public const string MrWeighting = "mr-weighting";

    // Registrations that came with the case.
    public const string RegistrationNotRigid = "registration-not-rigid";
    public const string RegistrationAmbiguous = "registration-ambiguous";

    // Rules of derivation (geometry specification 5).
    public const string LevelUnknown = "level-unknown";
    public const string LevelContradiction = "level-contradiction";
    public const string CanalMissing = "canal-missing";
    public const string ForaminaMissing = "foramina-missing";
    public const string OtherCanalOverlaps = "other-canal-overlaps";
    public const string CanalShort = "canal-short";
    public const string CordMissing = "cord-missing";
    public const string ThecalSacMissing = "thecal-sac-missing";
    public const string PtvEvalTooSmall = "ptv-eval-too-small";
    public const string CtvUncovered = "ctv-uncovered";
    public const string OperandsChanged = "operands-changed";
    public const string CheckFailed = "check-failed";

    // A dose.
    public const string DoseMissing = "dose-missing";
    public const string SeveralDoses = "several-doses";
    public const string DoseNotADose = "dose-not-a-dose";
    public const string DoseSinglePlane = "dose-single-plane";
    public const string DoseRelative = "dose-relative";
    public const string DoseSummation = "dose-summation";
    public const string DoseBeamsIncomplete = "dose-beams-incomplete";
    public const string DoseGridsDiffer = "dose-grids-differ";
    public const string DoseOfOtherPlan = "dose-of-other-plan";
    public const string DoseOtherFractionation = "dose-other-fractionation";
    public const string DoseOutsideGrid = "dose-outside-grid";
    public const string DoseGridTooCoarse = "dose-grid-too-coarse";
    public const string DoseVolumeTooSmall = "dose-volume-too-small";
    public const string DoseNotAsked = "dose-not-asked";

    // Protocol and output.
    public const string ProtocolInvalid = "protocol-invalid";
    public const string OutputNotWritable = "output-not-writable";

    // The service.
    public const string InputDamaged = "input-damaged";
    public const string ResultDamaged = "result-damaged";
    public const string CaseTooLong = "case-too-long";
    public const string TooManyAttempts = "too-many-attempts";
    public const string ProgramFault = "program-fault";
    public const string DestinationRefused = "destination-refused";
    public const string Rejected = "rejected";
}
