using System.Net;

namespace ContourFlow.Review.Access;

/// <summary>
/// Where a proxy in front of the page is: an address, or a network where it gets another address each time it starts, as in the network of a cluster's
/// pods.
/// </summary>
internal static class ProxyNetwork
{
    /// <summary>The form, for messages.</summary>
    public const string Form = "an IP address, or a network such as 10.42.0.0/16";

    /// <summary>Reads <c>address</c> or <c>address/length</c>; null where it is neither, or is every address.</summary>
    public static IPNetwork? Read(string text)
    {
        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            address = Plain(address);
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out IPNetwork network) && network.PrefixLength > 0 ? network : null;
    }

    /// <summary>An IPv4 address that a socket for both kinds tells as one of IPv6, as itself.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
