using System.Numerics;

namespace ContourFlow.Phantom.Anatomy;

/// <summary>Numbers that a seed and a purpose decide, the same on every machine and for every order of use.</summary>
internal sealed class Chance
{
    private ulong state;

    public Chance(long seed, string purpose)
    {
        state = Mixed((ulong)seed);
        foreach (var letter in purpose) state = Mixed(state ^ letter);
    }

    /// <summary>The next number between two bounds, evenly distributed.</summary>
    public double Between(double low, double high)
    {
        state += 0x9E3779B97F4A7C15;
        return low + ((high - low) * ((Mixed(state) >> 11) * (1.0 / (1UL << 53))));
    }

    /// <summary>−1 or 1.</summary>
    public int Side() => Between(0, 1) < 0.5 ? -1 : 1;

    /// <summary>A stream of noise for one image: noise depends on seed, image and pixel only.</summary>
    public ulong Stream()
    {
        state += 0x9E3779B97F4A7C15;
        return Mixed(state);
    }

    /// <summary>Nearly Gaussian noise of unit deviation for a pixel: a sum of four even numbers.</summary>
    public static double Noise(ulong stream, int pixel)
    {
        var bits = Mixed(stream + ((ulong)(uint)pixel * 0xD1342543DE82EF95));
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum / 65536.0) - 2) * 1.7320508;
    }

    private static ulong Mixed(ulong value)
    {
        value ^= BitOperations.RotateRight(value, 25) ^ BitOperations.RotateRight(value, 47);
        value *= 0x9E6C63D0676A9A99;
        value ^= (value >> 23) ^ (value >> 51);
        value *= 0x9E6D62D06F6A9A9B;
        return value ^ (value >> 23) ^ (value >> 51);
    }
}
