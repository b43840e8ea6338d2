#include "border.h"

#include <itkMacro.h>

#include <cstdio>
#include <new>

namespace cfi {

int32_t report(std::exception_ptr fault, cfi_message* message) noexcept
{
    const auto say = [message](cfi_status status, const char* text) {
        std::snprintf(message->text, sizeof message->text, "%s", text);
        return static_cast<int32_t>(status);
    };
    try {
        std::rethrow_exception(std::move(fault));
    } catch (const refusal& r) {
        return say(r.status, r.what());
    } catch (const itk::ExceptionObject& e) {
        // what() would name the file and line of the library's build.
        return say(CFI_FAILED, e.GetDescription());
    } catch (const std::bad_alloc&) {
        return say(CFI_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception& e) {
        return say(CFI_FAILED, e.what());
    } catch (...) {
        return say(CFI_FAILED, "an exception without a text");
    }
}

void check_pointer(const void* pointer, const char* name)
{
    if (pointer == nullptr)
        throw refusal{CFI_BAD_ARGUMENT, std::string{name} + " is null"};
}

} // namespace cfi
