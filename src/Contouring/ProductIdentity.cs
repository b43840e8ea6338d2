namespace ContourFlow.Contouring;

/// <summary>How the objects that this program writes name their maker.</summary>
public static class ProductIdentity
{
    /// <summary>Manufacturer (0008,0070) and Manufacturer's Model Name (0008,1090).</summary>
    public const string Manufacturer = "ContourFlow";

    /// <summary>
    /// Version of everything that decides what is written for given inputs: geometry, rules, encoding. Part of every
    /// derived UID: raise it with any change that alters the bytes of a result.
    /// </summary>
    public const string AlgorithmVersion = "1";
}
