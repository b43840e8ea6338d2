using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Processing;

namespace ContourFlow.Worker.Tests.Processing;

public sealed class ScratchFolderTests
{
    [Fact]
    public void Work_that_is_begun_again_leaves_the_files_of_work_that_is_still_under_way()
    {
        using var folder = new TemporaryFolder();
        var options = new ServiceOptions { Process = "tested", Data = folder.Path };
        using ScratchFolder first = ScratchFolder.Make(options, "case-1-pacs");
        File.WriteAllText(first["2.25.1.dcm"], "first");

        using (ScratchFolder second = ScratchFolder.Make(options, "case-1-pacs"))
            File.Exists(second["2.25.1.dcm"]).Should().BeFalse();

        File.ReadAllText(first["2.25.1.dcm"]).Should().Be("first");
    }
}
