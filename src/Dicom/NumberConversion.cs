using System.Numerics;
using System.Runtime.CompilerServices;

namespace ContourFlow.Dicom;

/// <summary>Turns the numbers of elements into the type that the caller asks for. A value that the type cannot hold is an error, never cut.</summary>
internal static class NumberConversion
{
    /// <summary>Whether <typeparamref name="T"/> is a number, or a number that may be null.</summary>
    public static bool IsNumber<T>() => Type.GetTypeCode(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>The number as a <typeparamref name="T"/>.</summary>
    /// <exception cref="DicomDataException">The type cannot hold it.</exception>
    /// <exception cref="InvalidCastException">The type is not a number.</exception>
    public static T To<T, TFrom>(TFrom value, DicomItem item)
        where TFrom : INumber<TFrom>
    {
        try
        {
            if (typeof(T) == typeof(TFrom))
                return Unsafe.As<TFrom, T>(ref value);
            if (typeof(T) == typeof(double))
                return As<double, T>(double.CreateChecked(value));
            if (typeof(T) == typeof(float))
                return As<float, T>(float.CreateChecked(value));
            if (typeof(T) == typeof(decimal))
                return As<decimal, T>(decimal.CreateChecked(value));
            if (typeof(T).IsEnum)
                return (T)Enum.ToObject(typeof(T), long.CreateChecked(value));
            return Type.GetTypeCode(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) switch
            {
                TypeCode.Double => (T)(object)double.CreateChecked(value),
                TypeCode.Single => (T)(object)float.CreateChecked(value),
                TypeCode.Decimal => (T)(object)decimal.CreateChecked(value),
                TypeCode.SByte => Whole<T, TFrom, sbyte>(value, item),
                TypeCode.Byte => Whole<T, TFrom, byte>(value, item),
                TypeCode.Int16 => Whole<T, TFrom, short>(value, item),
                TypeCode.UInt16 => Whole<T, TFrom, ushort>(value, item),
                TypeCode.Int32 => Whole<T, TFrom, int>(value, item),
                TypeCode.UInt32 => Whole<T, TFrom, uint>(value, item),
                TypeCode.Int64 => Whole<T, TFrom, long>(value, item),
                TypeCode.UInt64 => Whole<T, TFrom, ulong>(value, item),
                TypeCode.String => (T)(object)value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => throw NotConvertible<T>(item),
            };
        }
        catch (OverflowException e)
        {
            throw new DicomDataException($"{item.Tag}: a value is out of the range of {typeof(T).Name}.", e);
        }
    }

    public static InvalidCastException NotConvertible<T>(DicomItem item) =>
        new($"{item.Tag}: a value of {item.ValueRepresentation.Code} cannot be had as {typeof(T).Name}.");

    private static T As<TNumber, T>(TNumber number) => Unsafe.As<TNumber, T>(ref number);

    private static T Whole<T, TFrom, TTo>(TFrom value, DicomItem item)
        where TFrom : INumber<TFrom>
        where TTo : struct, INumber<TTo> =>
        TFrom.IsInteger(value)
            ? (T)(object)TTo.CreateChecked(value)
            : throw new DicomDataException($"{item.Tag}: a value is not a whole number, and {typeof(T).Name} was asked for.");
}
