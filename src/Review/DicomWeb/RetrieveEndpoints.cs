using System.Globalization;
using ContourFlow.Storage.Objects;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.DicomWeb;

/// <summary>WADO-RS (PS3.18 section 10.4): objects, their metadata, their frames and pixels. Files go out as they came in, in their own transfer syntax.</summary>
internal static class RetrieveEndpoints
{
    private const string DicomType = "application/dicom";
    private const string OctetStream = "application/octet-stream";

    /// <summary>Objects of a study, series or one instance.</summary>
    public static async Task ObjectsAsync(string study, string? series, string? instance, HttpContext http, WebCases cases, IObjectStore objects)
    {
        IReadOnlyList<WebObject> found = await FindAsync(study, series, instance, http, cases);
        if (found.Count == 0)
            return;
        string accept = http.Request.Headers.Accept.ToString();
        if (instance is not null && accept.StartsWith(DicomType, StringComparison.OrdinalIgnoreCase) && !accept.StartsWith(DicomType + "+", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.ContentType = DicomType;
            http.Response.ContentLength = found[0].Length;
            await CopyAsync(objects, found[0], http.Response.Body, http.RequestAborted);
            return;
        }

        if (!Takes(http, "multipart/related"))
            return;
        RelatedAnswer answer = RelatedAnswer.Begin(http, DicomType);
        foreach (WebObject one in found)
            await answer.AddAsync($"{DicomType}; transfer-syntax={one.TransferSyntaxUid}", one.Length, body => CopyAsync(objects, one, body, http.RequestAborted));
        await answer.EndAsync();
    }

    /// <summary>All attributes but the pixels, which are named by a URI.</summary>
    public static async Task MetadataAsync(string study, string? series, string? instance, HttpContext http, WebCases cases, IObjectStore objects)
    {
        var metadata = new List<DicomDataset>();
        foreach (WebObject one in await FindAsync(study, series, instance, http, cases))
            metadata.Add(await MetadataOfAsync(one, http, objects));
        if (metadata.Count > 0)
            await WebAnswers.JsonAsync(http, metadata);
    }

    /// <summary>Frames of an image, numbered from 1.</summary>
    public static async Task FramesAsync(string study, string series, string instance, string frames, HttpContext http, WebCases cases, IObjectStore objects)
    {
        if (await FindAsync(study, series, instance, http, cases) is not [var image] || !Takes(http, "multipart/related", OctetStream))
            return;
        DicomPixelData? pixels = await PixelsAsync(image, objects, http.RequestAborted);
        int[] numbers = [.. frames.Split(',').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        if (pixels is null || numbers.Any(number => number < 1 || number > pixels.NumberOfFrames))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        (string type, string syntax) = MediaTypeOf(pixels);
        RelatedAnswer answer = RelatedAnswer.Begin(http, type);
        foreach (int number in numbers)
        {
            byte[] bytes = pixels.GetFrame(number - 1).Data;
            await answer.AddAsync($"{type}; transfer-syntax={syntax}", bytes.Length, body => body.WriteAsync(bytes, http.RequestAborted).AsTask());
        }

        await answer.EndAsync();
    }

    /// <summary>The pixels of an image that its metadata name by a URI: those of all frames, one behind the other.</summary>
    public static async Task PixelDataAsync(string study, string series, string instance, HttpContext http, WebCases cases, IObjectStore objects)
    {
        if (await FindAsync(study, series, instance, http, cases) is not [var image] || !Takes(http, "multipart/related", OctetStream))
            return;
        if (await PixelsAsync(image, objects, http.RequestAborted) is not { } pixels)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        (string type, string syntax) = MediaTypeOf(pixels);
        byte[][] frames = [.. Enumerable.Range(0, pixels.NumberOfFrames).Select(frame => pixels.GetFrame(frame).Data)];
        RelatedAnswer answer = RelatedAnswer.Begin(http, type);
        await answer.AddAsync($"{type}; transfer-syntax={syntax}", frames.Sum(frame => (long)frame.Length), async body =>
        {
            foreach (byte[] frame in frames)
                await body.WriteAsync(frame, http.RequestAborted);
        });
        await answer.EndAsync();
    }

    // Answers with 404 where there is none.
    private static async Task<IReadOnlyList<WebObject>> FindAsync(string study, string? series, string? instance, HttpContext http, WebCases cases)
    {
        IReadOnlyList<WebObject> found = WebUid.IsOne(study)
            ? [.. (await cases.OfStudyAsync(study, http.RequestAborted)).Where(one => (series is null || one.SeriesInstanceUid == series) && (instance is null || one.SopInstanceUid == instance))]
            : [];
        if (found.Count == 0)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        return found;
    }

    private static bool Takes(HttpContext http, params string[] types)
    {
        if (WebAnswers.Accepts(http, types))
            return true;
        http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
        return false;
    }

    private static async Task<DicomDataset> MetadataOfAsync(WebObject one, HttpContext http, IObjectStore objects)
    {
        await using Stream stream = await objects.OpenAsync(one.StoreKey, http.RequestAborted);
        DicomDataset dataset = await ReadAsync(one, () => DicomFile.Open(stream, DicomEncoding.Default, static state => state.SequenceDepth == 0 && state.Tag == DicomTag.PixelData).Dataset);
        dataset.Remove(item => item.Tag.Group == 0x7FE0);
        dataset.NotValidated().AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        if (dataset.Contains(DicomTag.Rows))
        {
            string url = $"{WebAnswers.Root(http)}/studies/{one.StudyInstanceUid}/series/{one.SeriesInstanceUid}/instances/{one.SopInstanceUid}/bulkdata/7FE00010";
            dataset.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new BulkDataUriByteBuffer(url)));
        }

        return dataset.AddOrUpdate(DicomTag.AvailableTransferSyntaxUID, one.TransferSyntaxUid);
    }

    private static async Task<DicomPixelData?> PixelsAsync(WebObject one, IObjectStore objects, CancellationToken cancellationToken)
    {
        await using Stream stream = await objects.OpenAsync(one.StoreKey, cancellationToken);
        DicomDataset dataset = await ReadAsync(one, () => DicomFile.Open(stream, FileReadOption.ReadAll).Dataset);
        return dataset.Contains(DicomTag.PixelData) ? await ReadAsync(one, () => DicomPixelData.Create(dataset)) : null;
    }

    private static async Task<T> ReadAsync<T>(WebObject one, Func<T> read)
    {
        try
        {
            return await Task.Run(read);
        }
        catch (DicomException fault)
        {
            throw new StoredBlobException(one.StoreKey, $"It cannot be read: {fault.Message}");
        }
    }

    private static async Task CopyAsync(IObjectStore objects, WebObject one, Stream body, CancellationToken cancellationToken)
    {
        await using Stream stream = await objects.OpenAsync(one.StoreKey, cancellationToken);
        await stream.CopyToAsync(body, cancellationToken);
    }

    // PS3.18 table 8.7.3-5. What is not compressed comes in little endian, whatever its file.
    private static (string Type, string Syntax) MediaTypeOf(DicomPixelData pixels)
    {
        string syntax = pixels.Syntax.UID.UID;
        return syntax switch
        {
            "1.2.840.10008.1.2.4.50" or "1.2.840.10008.1.2.4.51" or "1.2.840.10008.1.2.4.57" or "1.2.840.10008.1.2.4.70" => ("image/jpeg", syntax),
            "1.2.840.10008.1.2.4.80" or "1.2.840.10008.1.2.4.81" => ("image/jls", syntax),
            "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" => ("image/jp2", syntax),
            "1.2.840.10008.1.2.5" => ("image/dicom-rle", syntax),
            _ => (OctetStream, DicomUID.ExplicitVRLittleEndian.UID),
        };
    }
}
