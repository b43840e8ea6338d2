namespace ContourFlow.Dicom.Tests.Network;

/// <summary>What is proposed, and what is accepted of it (PS3.8 7.1.1.13).</summary>
public class PresentationContextTests
{
    private static readonly DicomTransferSyntax s_explicit = DicomTransferSyntax.ExplicitVRLittleEndian;
    private static readonly DicomTransferSyntax s_implicit = DicomTransferSyntax.ImplicitVRLittleEndian;

    [Fact]
    public void Contexts_get_odd_ids_in_their_order_up_to_128_of_them()
    {
        var contexts = new DicomPresentationContextCollection();
        for (int i = 0; i < 128; i++)
            contexts.Add(DicomUID.Verification, s_implicit);

        contexts.Select(context => (int)context.ID).Should().Equal(Enumerable.Range(0, 128).Select(i => (2 * i) + 1));
        contexts.Invoking(all => all.Add(DicomUID.CTImageStorage, s_implicit)).Should().Throw<DicomNetworkException>().WithMessage("*1.2.840.10008.5.1.4.1.1.2*128*several associations*");
    }

    [Fact]
    public void Id_that_became_free_is_given_again()
    {
        var contexts = new DicomPresentationContextCollection { { DicomUID.Verification, s_implicit }, { DicomUID.CTImageStorage, s_implicit } };

        contexts.Remove(contexts[1]).Should().BeTrue();
        contexts.Add(DicomUID.MRImageStorage, s_implicit);

        contexts[1].AbstractSyntax.Should().Be(DicomUID.MRImageStorage);
    }

    [Fact]
    public void Even_id_and_one_that_is_taken_are_refused()
    {
        var contexts = new DicomPresentationContextCollection { new DicomPresentationContext(3, DicomUID.Verification) };

        contexts.Invoking(all => all.Add(new DicomPresentationContext(2, DicomUID.Verification))).Should().Throw<DicomNetworkException>().WithMessage("*even*");
        contexts.Invoking(all => all.Add(new DicomPresentationContext(3, DicomUID.Verification))).Should().Throw<DicomNetworkException>().WithMessage("*twice*");
    }

    [Fact]
    public void Compressed_object_is_proposed_in_its_own_syntax_alone_and_uncompressed()
    {
        var contexts = new DicomPresentationContextCollection();

        contexts.AddFromRequest(new DicomCStoreRequest(Messages.File(DicomTransferSyntax.JPEG2000Lossless)));

        Proposed(contexts).Should().BeEquivalentTo(
            [[DicomTransferSyntax.JPEG2000Lossless], new[] { s_explicit, s_implicit }], options => options.WithStrictOrdering());
    }

    [Fact]
    public void Uncompressed_object_is_proposed_in_its_own_syntax_alone_first()
    {
        var ours = new DicomPresentationContextCollection();
        ours.AddFromRequest(new DicomCStoreRequest(Messages.File()));
        Proposed(ours).Should().BeEquivalentTo([[s_explicit], new[] { s_implicit }], options => options.WithStrictOrdering());

        var old = new DicomPresentationContextCollection();
        old.AddFromRequest(new DicomCStoreRequest(Messages.File(s_implicit)));
        Proposed(old).Should().BeEquivalentTo([[s_implicit], new[] { s_explicit }], options => options.WithStrictOrdering());
    }

    [Fact]
    public void Many_objects_of_a_class_need_its_contexts_once()
    {
        var contexts = new DicomPresentationContextCollection();
        for (int i = 0; i < 500; i++)
            contexts.AddFromRequest(new DicomCStoreRequest(Messages.File()));

        contexts.Should().HaveCount(2);
    }

    [Fact]
    public void Further_syntaxes_are_proposed_and_implicit_is_left_out_where_it_is_said()
    {
        var contexts = new DicomPresentationContextCollection();

        contexts.AddFromRequest(new DicomCStoreRequest(Messages.File(DicomTransferSyntax.JPEGLSLossless))
        {
            AdditionalTransferSyntaxes = [DicomTransferSyntax.JPEG2000Lossless, s_explicit, DicomTransferSyntax.RLELossless],
            OmitImplicitVrTransferSyntaxInAssociationRequest = true,
        });

        Proposed(contexts).Should().BeEquivalentTo(
            [[DicomTransferSyntax.JPEGLSLossless], [DicomTransferSyntax.JPEG2000Lossless, DicomTransferSyntax.RLELossless], new[] { s_explicit }], options => options.WithStrictOrdering());
    }

    [Fact]
    public void Everything_else_is_proposed_explicit_and_implicit()
    {
        foreach (DicomRequest request in Messages.All().OfType<DicomRequest>().Where(request => request is not DicomCStoreRequest))
        {
            var contexts = new DicomPresentationContextCollection();
            contexts.AddFromRequest(request);
            contexts.AddFromRequest(request);

            contexts.Should().ContainSingle().Which.AbstractSyntax.Should().Be(request.SOPClassUID);
            contexts.Single().GetTransferSyntaxes().Should().Equal(s_explicit, s_implicit);
        }
    }

    [Fact]
    public void Context_that_a_request_brings_along_is_proposed_as_it_is()
    {
        var request = new DicomCEchoRequest();
        request.CreatePresentationContext(s_implicit);
        var contexts = new DicomPresentationContextCollection();

        contexts.AddFromRequest(request);

        contexts.Single().GetTransferSyntaxes().Should().Equal(s_implicit);
        contexts.Single().ID.Should().Be(1);
    }

    [Fact]
    public void First_common_syntax_of_the_side_that_is_preferred_is_accepted()
    {
        DicomPresentationContext Proposal()
        {
            var context = new DicomPresentationContext(1, DicomUID.CTImageStorage);
            context.AddTransferSyntax(s_implicit);
            context.AddTransferSyntax(s_explicit);
            return context;
        }

        var theirs = Proposal();
        theirs.AcceptTransferSyntaxes(s_explicit, s_implicit).Should().BeTrue();
        theirs.AcceptedTransferSyntax.Should().Be(s_implicit);

        var ours = Proposal();
        ours.AcceptTransferSyntaxes([s_explicit, s_implicit], scpPriority: true).Should().BeTrue();
        ours.AcceptedTransferSyntax.Should().Be(s_explicit);

        var none = Proposal();
        none.AcceptTransferSyntaxes(DicomTransferSyntax.RLELossless).Should().BeFalse();
        none.Result.Should().Be(DicomPresentationContextResult.RejectTransferSyntaxesNotSupported);
        none.AcceptedTransferSyntax.Should().BeNull();
    }

    [Fact]
    public void Syntax_that_was_not_proposed_cannot_be_accepted()
    {
        var context = new DicomPresentationContext(5, DicomUID.CTImageStorage);
        context.Invoking(it => it.SetResult(DicomPresentationContextResult.Accept)).Should().Throw<DicomNetworkException>().WithMessage("*no transfer syntax*");

        context.AddTransferSyntax(s_implicit);
        context.Invoking(it => it.SetResult(DicomPresentationContextResult.Accept, s_explicit)).Should().Throw<DicomNetworkException>().WithMessage("*1.2.840.10008.1.2.1*not proposed*");

        // Without meaning where it is not accepted (PS3.8 9.3.3.2).
        context.SetResult(DicomPresentationContextResult.RejectUser, s_explicit);
        context.AcceptedTransferSyntax.Should().BeNull();
    }

    [Fact]
    public void Storage_classes_can_be_proposed_with_the_roles_turned_round()
    {
        DicomPresentationContext[] images = [.. DicomPresentationContext.GetScpRolePresentationContextsFromStorageUids(DicomStorageCategory.Image)];

        images.Select(context => context.AbstractSyntax).Should().Contain([DicomUID.CTImageStorage, DicomUID.MRImageStorage]).And.NotContain(DicomUID.RTStructureSetStorage);
        images.Should().OnlyContain(context => context.ProviderRole == true && context.UserRole == false);
        DicomPresentationContext.GetScpRolePresentationContextsFromStorageUids("RT Structure Set").Select(context => context.AbstractSyntax).Should().Equal(DicomUID.RTStructureSetStorage);
    }

    private static IEnumerable<IEnumerable<DicomTransferSyntax>> Proposed(DicomPresentationContextCollection contexts) =>
        contexts.Select(context => context.GetTransferSyntaxes());
}
