using System.Text;

namespace ContourFlow.Dicom.Network.Pdu;

/// <summary>The fields of a user's identity as text (PS3.7 annex D.3.3.7): UTF-8, but for Kerberos tickets, which are bytes and so one character each.</summary>
internal static class UserIdentityText
{
    /// <summary>The text of a field. Nothing is cut off: a passcode may end with a space.</summary>
    public static string Of(DicomUserIdentityType? type, ReadOnlySpan<byte> bytes) => EncodingOf(type).GetString(bytes);

    /// <summary>The bytes of a field; none of <c>null</c>.</summary>
    public static byte[] Bytes(DicomUserIdentityType? type, string? text) => EncodingOf(type).GetBytes(text ?? "");

    private static Encoding EncodingOf(DicomUserIdentityType? type) => type == DicomUserIdentityType.Kerberos ? Encoding.Latin1 : Encoding.UTF8;
}
