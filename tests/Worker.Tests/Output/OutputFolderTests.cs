using System.Text;
using ContourFlow.Worker.Output;

namespace ContourFlow.Worker.Tests.Output;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void New_folder_appears_with_everything_on_commit()
    {
        using (OutputFolder output = OutputFolder.Open(place["a/b/out"], _ => false))
        {
            output.Write("report.json", Bytes("1"));
            Directory.Exists(place["a/b/out"]).Should().BeFalse("nothing is in place before the commit");
            output.Commit();
        }

        place.Contents().Should().Equal("a/", "a/b/", "a/b/out/", "a/b/out/report.json = 1");
    }

    [Fact]
    public void New_folder_without_commit_leaves_nothing_not_even_its_parents()
    {
        using (OutputFolder output = OutputFolder.Open(place["a/b/out"], _ => false))
            output.Write("report.json", Bytes("1"));

        place.Contents().Should().BeEmpty();
    }

    [Fact]
    public void Earlier_results_give_way_and_other_files_stay()
    {
        Existing("out", ("RS.1.dcm", "old"), ("report.json", "old"), ("notes.txt", "mine"));

        using (OutputFolder output = OutputFolder.Open(place["out"], IsResult))
        {
            output.Write("HELD-report.json", Bytes("held"));
            output.Commit();
        }

        place.Contents().Should().Equal("out/", "out/HELD-report.json = held", "out/notes.txt = mine");
    }

    [Fact]
    public void Existing_folder_without_commit_stays_as_it_was()
    {
        Existing("out", ("RS.1.dcm", "old"), ("notes.txt", "mine"));
        IReadOnlyList<string> before = place.Contents();

        using (OutputFolder output = OutputFolder.Open(place["out"], IsResult))
            output.Write("RS.2.dcm", Bytes("new"));

        place.Contents().Should().Equal(before);
    }

    [Fact]
    public void File_of_somebody_else_in_the_way_undoes_the_whole_commit()
    {
        Existing("out", ("RS.1.dcm", "old"), ("report.json", "of another program"));
        IReadOnlyList<string> before = place.Contents();

        Action run = () =>
        {
            using OutputFolder output = OutputFolder.Open(place["out"], file => Path.GetFileName(file) == "RS.1.dcm");
            output.Write("RS.1.dcm", Bytes("new"));
            output.Write("report.json", Bytes("new"));
            output.Commit();
        };

        run.Should().Throw<OutputException>().WithMessage("*report.json is there already*");
        place.Contents().Should().Equal(before);
    }

    [Fact]
    public void Second_run_into_the_same_folder_is_turned_away()
    {
        using OutputFolder first = OutputFolder.Open(place["out"], _ => false);
        first.Write("report.json", Bytes("1"));

        Action second = () => OutputFolder.Open(place["out"], _ => false).Dispose();

        second.Should().Throw<OutputException>().WithMessage("Another run is writing into*");
        first.Commit();
        File.ReadAllText(place["out/report.json"]).Should().Be("1");
    }

    [Fact]
    public void What_a_killed_run_left_behind_is_removed_and_not_put_in_place()
    {
        Directory.CreateDirectory(place[".out.contourflow.part/new"]);
        File.WriteAllText(place[".out.contourflow.part/new/half.dcm"], "half");

        using (OutputFolder output = OutputFolder.Open(place["out"], _ => false))
        {
            output.Write("report.json", Bytes("1"));
            output.Commit();
        }

        place.Contents().Should().Equal("out/", "out/report.json = 1");
    }

    [Fact]
    public void Output_that_is_a_file_is_refused()
    {
        File.WriteAllText(place["out"], "a file");

        Action open = () => OutputFolder.Open(place["out"], _ => true).Dispose();

        open.Should().Throw<OutputException>().WithMessage("*is a file*");
        place.Contents().Should().Equal("out = a file");
    }

    [Fact]
    public void Folder_that_has_to_be_new_is_refused_when_something_is_in_it()
    {
        Existing("out", ("notes.txt", "mine"));

        Action open = () => OutputFolder.OpenNew(place["out"]).Dispose();

        open.Should().Throw<OutputException>().WithMessage("*is not empty*");
        place.Contents().Should().Equal("out/", "out/notes.txt = mine");
    }

    [Fact]
    public void Folder_that_has_to_be_new_may_be_there_and_empty()
    {
        Directory.CreateDirectory(place["out"]);

        using (OutputFolder output = OutputFolder.OpenNew(place["out"]))
        {
            output.Stage(folder => Directory.CreateDirectory(Path.Combine(folder, "CT")));
            output.Commit();
        }

        place.Contents().Should().Equal("out/", "out/CT/");
    }

    [Fact]
    public void Failure_while_files_are_written_names_the_folder()
    {
        Action run = () =>
        {
            using OutputFolder output = OutputFolder.Open(place["out"], _ => false);
            // ENOSPC as .NET hands it on; the real thing is in the end-to-end tests.
            output.Stage(_ => throw new IOException("No space left on device", 28));
        };

        run.Should().Throw<OutputException>().WithMessage($"There is no room left for the output in {place["out"]}*");
        place.Contents().Should().BeEmpty();
    }

    private static bool IsResult(string file) => Path.GetFileName(file) != "notes.txt";

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void Existing(string folder, params (string Name, string Content)[] files)
    {
        Directory.CreateDirectory(place[folder]);
        foreach ((string name, string content) in files)
            File.WriteAllText(Path.Combine(place[folder], name), content);
    }
}
