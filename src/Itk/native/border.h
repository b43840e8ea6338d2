// Refusing: a C++ exception inside, a status and a sentence outside.
#pragma once

#include "contourflow_itk.h"

#include <exception>
#include <string>
#include <utility>

namespace cfi {

struct refusal : std::exception {
    refusal(cfi_status status, std::string text) : status{status}, text{std::move(text)} {}
    const char* what() const noexcept override { return text.c_str(); }

    cfi_status status;
    std::string text;
};

// Puts down what an exception means; never throws.
int32_t report(std::exception_ptr fault, cfi_message* message) noexcept;

template <typename F>
int32_t guarded(cfi_message* message, F&& body) noexcept
{
    if (message == nullptr)
        return CFI_BAD_ARGUMENT;
    message->text[0] = '\0';
    try {
        body();
        return CFI_OK;
    } catch (...) {
        return report(std::current_exception(), message);
    }
}

void check_pointer(const void* pointer, const char* name);

template <typename T>
void check_structure(const T* structure, const char* name)
{
    check_pointer(structure, name);
    if (structure->struct_size != sizeof(T))
        throw refusal{CFI_BAD_ARGUMENT, std::string{name} + " has " + std::to_string(structure->struct_size) + " bytes and not " + std::to_string(sizeof(T)) + ": library and caller were built of different headers"};
}

} // namespace cfi
