using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.Access;

/// <summary>A session: who, in which roles, since when. All of it is in the cookie, encrypted; the server keeps only which sessions were ended.</summary>
internal static class ReviewSession
{
    /// <summary>Scheme of the cookie.</summary>
    public const string Scheme = "review";

    // A person's name in the ledger; a provider's login names are shorter.
    private const int LongestName = 64;
    private const string Begun = "begun";

    /// <summary>A person's session of its own number.</summary>
    /// <param name="name">Who, as the ledger is to name them; see <see cref="IsName"/>.</param>
    /// <param name="role">The highest role that they have.</param>
    /// <param name="random">Where its number comes from.</param>
    public static ClaimsPrincipal Of(string name, string role, RandomNumberGenerator random)
    {
        byte[] number = new byte[16];
        random.GetBytes(number);
        // The number is the identifier that forgery tokens are bound to: one of another session is of no use.
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, name),
                new Claim(ClaimTypes.NameIdentifier, Convert.ToHexStringLower(number)),
                .. ReviewRoles.UpTo(role).Select(one => new Claim(ClaimTypes.Role, one)),
            ],
            Scheme));
    }

    /// <summary>Properties of a session that begins now.</summary>
    public static AuthenticationProperties Beginning(DateTimeOffset now) =>
        new(new Dictionary<string, string?>(StringComparer.Ordinal) { [Begun] = now.UtcTicks.ToString(CultureInfo.InvariantCulture) }) { AllowRefresh = true };

    /// <summary>When a session ends whatever is done in it; <see cref="DateTimeOffset.MinValue"/> for one that does not say when it began.</summary>
    public static DateTimeOffset End(AuthenticationProperties properties, TimeSpan longest) =>
        properties.Items.TryGetValue(Begun, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero) + longest
            : DateTimeOffset.MinValue;

    /// <summary>Whether a text can name a person in the ledger: 1 to 64 characters, no line breaks or other control characters.</summary>
    public static bool IsName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>Who is signed in, as the ledger names them.</summary>
    public static string Who(this HttpContext context) => context.User.FindFirstValue(ClaimTypes.Name)!;

    /// <summary>Number of the session.</summary>
    public static string Number(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";
}
