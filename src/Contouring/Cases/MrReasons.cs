namespace ContourFlow.Contouring.Cases;

/// <summary>Words for what is wrong with an MR series and with nothing else; they hold no case (docs/reason-codes.md).</summary>
internal static class MrReasons
{
    public const string Localizer = "localizer";
    public const string NotAnImage = "not-an-image";
    public const string NotAnMrImage = "not-an-mr-image";
    public const string EnhancedMr = "enhanced-mr";
    public const string OtherStack = "other-stack";
    public const string Age = "mr-age";
    public const string DateUnknown = "mr-date-unknown";
    public const string NoContrast = "mr-no-contrast";
}
