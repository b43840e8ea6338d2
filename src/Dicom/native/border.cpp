#include "border.h"

#include <cstdio>
#include <cstring>
#include <new>

namespace cfc {

static int32_t say(cfc_message* message, cfc_status status, const char* text) noexcept
{
    std::snprintf(message->text, sizeof message->text, "%s", text);
    // Only what can be printed, and no line ends: the text goes into a sentence.
    for (char* c = message->text; *c != '\0'; c++)
        if (*c < 0x20 || *c > 0x7e)
            *c = ' ';
    for (size_t n = std::strlen(message->text); n > 0 && message->text[n - 1] == ' '; n--)
        message->text[n - 1] = '\0';
    return status;
}

int32_t report(std::exception_ptr fault, cfc_message* message) noexcept
{
    try {
        std::rethrow_exception(fault);
    } catch (const refusal& e) {
        return say(message, e.status, e.what());
    } catch (const std::bad_alloc&) {
        return say(message, CFC_NO_MEMORY, "there is not enough memory");
    } catch (const std::exception& e) {
        return say(message, CFC_FAULT, e.what());
    } catch (...) {
        return say(message, CFC_FAULT, "unknown fault");
    }
}

void check_arguments(const cfc_input* input, const cfc_found* found)
{
    if (input == nullptr || found == nullptr || input->data == nullptr)
        throw refusal(CFC_BAD_ARGUMENT, "a null pointer was passed");
    if (input->size == 0 || input->size > INT32_MAX)
        throw refusal(CFC_DAMAGED, "the stream is empty or has more than 2 GiB");
    if (input->rows == 0 || input->rows > 65535 || input->columns == 0 || input->columns > 65535)
        throw refusal(CFC_BAD_ARGUMENT, "rows and columns are from 1 to 65535");
    if (input->components == 0 || input->components > 4)
        throw refusal(CFC_BAD_ARGUMENT, "components are from 1 to 4");
}

void check_image(const cfc_input& input, const cfc_found& found)
{
    if (found.rows != input.rows || found.columns != input.columns || found.components != input.components) {
        char text[200];
        std::snprintf(text, sizeof text, "the stream holds %u rows, %u columns and %u component(s)", found.rows, found.columns, found.components);
        throw refusal(CFC_OTHER_IMAGE, text);
    }
}

uint32_t bytes_of(uint32_t precision) { return precision <= 8 ? 1 : precision <= 16 ? 2 : 4; }

void check_room(const cfc_output* output, const cfc_found& found)
{
    if (output == nullptr || output->samples == nullptr)
        throw refusal(CFC_BAD_ARGUMENT, "a null pointer was passed");
    const uint64_t need = uint64_t{found.rows} * found.columns * found.components * bytes_of(found.precision);
    if (output->size < need)
        throw refusal(CFC_BAD_ARGUMENT, "the output is too small");
}

} // namespace cfc

extern "C" int32_t cfc_abi_version(void) { return CFC_ABI_VERSION; }
