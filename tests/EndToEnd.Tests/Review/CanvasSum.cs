using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>A sum over the pixels of a view, which any change of the picture changes.</summary>
internal static class CanvasSum
{
    /// <summary>The sum, once the picture is drawn.</summary>
    public static Task<long> OfAsync(ILocator pane) => pane.EvaluateAsync<long>(
        """
        async pane => {
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            const canvas = pane.querySelector('canvas');
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let sum = 0;
            for (let i = 0; i < data.length; i++) sum = (sum * 31 + data[i]) % 2147483647;
            return sum;
        }
        """);
}
