// What both codecs share: refusing as a C++ exception inside, and as a status and a sentence outside.
#pragma once

#include "contourflow_dicom_codecs.h"

#include <exception>
#include <string>
#include <utility>

namespace cfc {

struct refusal : std::exception {
    refusal(cfc_status status, std::string text) : status{status}, text{std::move(text)} {}
    const char* what() const noexcept override { return text.c_str(); }

    cfc_status status;
    std::string text;
};

// Puts down what an exception means; never throws.
int32_t report(std::exception_ptr fault, cfc_message* message) noexcept;

// Runs what must not throw across the border.
template <typename F>
int32_t guarded(cfc_message* message, F&& body) noexcept
{
    if (message == nullptr)
        return CFC_BAD_ARGUMENT;
    message->text[0] = '\0';
    try {
        body();
        return CFC_OK;
    } catch (...) {
        return report(std::current_exception(), message);
    }
}

// Null pointers and empty or gigantic inputs.
void check_arguments(const cfc_input* input, const cfc_found* found);

// What the stream says against what was asked for.
void check_image(const cfc_input& input, const cfc_found& found);

// Bytes that a sample takes in the output.
uint32_t bytes_of(uint32_t precision);

// Whether the output has room for the image that was found.
void check_room(const cfc_output* output, const cfc_found& found);

} // namespace cfc
