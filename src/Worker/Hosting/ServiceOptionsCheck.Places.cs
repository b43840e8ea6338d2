namespace ContourFlow.Worker.Hosting;

/// <summary>Whether folders and ports of a configuration stand in one another's way.</summary>
internal static partial class ServiceOptionsCheck
{
    // Files of the watched folder are taken in and removed: the service's own must not be among them.
    private static void Watched(ServiceOptions options, Action<bool, string> ask)
    {
        if (options.WatchedFolder is not { } watched || string.IsNullOrWhiteSpace(watched.Folder))
            return;
        foreach ((string name, string folder) in OwnFolders(options))
        {
            ask(!Holds(watched.Folder, folder), $"WatchedFolder:Folder: {name} lies in it, and its files would be taken in and removed. Name a folder of its own.");
            // A folder beside spool and scratch in Data is as good as any.
            ask(name == nameof(options.Data) || !Holds(folder, watched.Folder), $"WatchedFolder:Folder: it lies in {name}, which is the service's own. Name a folder of its own.");
        }
    }

    private static IEnumerable<(string Name, string Folder)> OwnFolders(ServiceOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Data))
        {
            yield return ("Data", options.Data);
            yield return ("the spool (Data)", options.Spool);
            yield return ("the folder of unreadable files (Data)", Path.Combine(options.Data, "unreadable"));
            yield return ("the folder of commitments (Data)", Path.Combine(options.Data, "commitments"));
            yield return ("Processing:Scratch", options.Scratch);
            yield return ("Review:Folder", ReviewHost.FolderOf(options));
            if (ServiceOptionsLoading.ObjectFolderOf(options) is { } objects)
                yield return ("Objects:Folder", objects);
        }

        if (options.Processing.Protocols is { Length: > 0 } protocols)
            yield return ("Processing:Protocols", protocols);
    }

    // Links are not looked through: who makes one there has to know where it leads.
    private static bool Holds(string outer, string inner)
    {
        string between = Path.GetRelativePath(Path.GetFullPath(outer), Path.GetFullPath(inner));
        return between == "." || (between != ".." && !between.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(between));
    }

    // Port 0 is a free one, each time another.
    private static void Ports(ServiceOptions options, Roles roles, Action<bool, string> ask)
    {
        (string Name, int? Port)[] ports =
        [
            ("Receiver:Port", options.Receiver.Port), ("Receiver:WebPort", options.Receiver.WebPort),
            ("Publishing:ReportPort", options.Publishing.ReportPort), ("Operations:Port", options.Operations.Port),
            ("Review:Port", ReviewHost.IsPartOf(options, roles) ? options.Review.Port : null),
        ];
        foreach (var same in ports.Where(one => one.Port is > 0).GroupBy(one => one.Port).Where(same => same.Count() > 1))
            ask(false, $"{string.Join(", ", same.Select(one => one.Name))}: {same.Key} is given to each of them; a port takes one.");
    }
}
