// Does with DCMTK what the benchmark does with ContourFlow's toolkit, in one process and as often as asked, and says
// the processor time of each time in milliseconds. Compiled by the benchmark: g++ -O2 dcmtk_peer.cpp -ldcmdata -lofstd.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcistrmf.h>
#include <sys/resource.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

static double processor()
{
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return 1000.0 * (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000.0;
}

static void check(const OFCondition &condition)
{
    if (condition.bad())
    {
        std::fprintf(stderr, "%s\n", condition.text());
        std::exit(1);
    }
}

static double slices(const std::string &folder)
{
    double sum = 0;
    for (int i = 0; i < 300; i++)
    {
        char name[32];
        std::snprintf(name, sizeof name, "/CT.%03d.dcm", i);
        DcmFileFormat file;
        check(file.loadFile((folder + name).c_str()));
        const Uint16 *pixels = nullptr;
        unsigned long count = 0;
        check(file.getDataset()->findAndGetUint16Array(DCM_PixelData, pixels, &count));
        sum += pixels[0] + pixels[count - 1];
    }

    return sum;
}

static std::vector<std::vector<double>> contours(const std::string &path)
{
    std::vector<std::vector<double>> all;
    DcmFileFormat file;
    check(file.loadFile(path.c_str()));
    DcmSequenceOfItems *rois = nullptr;
    check(file.getDataset()->findAndGetSequence(DCM_ROIContourSequence, rois));
    for (unsigned long r = 0; r < rois->card(); r++)
    {
        DcmSequenceOfItems *slices = nullptr;
        check(rois->getItem(r)->findAndGetSequence(DCM_ContourSequence, slices));

        // Item by item in order: asking for an item by its number again and again costs DCMTK nothing, it remembers the last.
        for (unsigned long s = 0; s < slices->card(); s++)
        {
            DcmElement *element = nullptr;
            check(slices->getItem(s)->findAndGetElement(DCM_ContourData, element));
            OFVector<Float64> values;
            check(static_cast<DcmDecimalString *>(element)->getFloat64Vector(values));
            all.emplace_back(values.begin(), values.end());
        }
    }

    return all;
}

// The text is made by printf and handed over whole, the quickest way that we found.
static void write(const std::vector<std::vector<double>> &all, const std::string &path)
{
    DcmFileFormat file;
    DcmDataset *data = file.getDataset();
    check(data->putAndInsertString(DCM_SOPClassUID, UID_RTStructureSetStorage));
    check(data->putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4"));
    check(data->putAndInsertString(DCM_Modality, "RTSTRUCT"));
    std::string text;
    for (size_t i = 0; i < all.size(); i++)
    {
        DcmItem *roi = nullptr;
        check(data->findOrCreateSequenceItem(DCM_ROIContourSequence, roi, i % 120 == 0 ? -2 : -1));
        DcmItem *slice = nullptr;
        check(roi->findOrCreateSequenceItem(DCM_ContourSequence, slice, -2));
        DcmItem *image = nullptr;
        check(slice->findOrCreateSequenceItem(DCM_ContourImageSequence, image, -2));
        check(image->putAndInsertString(DCM_ReferencedSOPClassUID, UID_CTImageStorage));
        check(image->putAndInsertString(DCM_ReferencedSOPInstanceUID, "1.2.826.0.1.3680043.2.1125.1.100"));
        check(slice->putAndInsertString(DCM_ContourGeometricType, "CLOSED_PLANAR"));
        check(slice->putAndInsertString(DCM_NumberOfContourPoints, std::to_string(all[i].size() / 3).c_str()));
        text.clear();
        for (double value : all[i])
        {
            char one[32];
            text.append(one, static_cast<size_t>(std::snprintf(one, sizeof one, "%.2f", value)));
            text.push_back('\\');
        }

        text.pop_back();
        check(slice->putAndInsertString(DCM_ContourData, text.c_str()));
    }

    check(file.saveFile(path.c_str(), EXS_LittleEndianExplicit));
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    const std::string mode = argv[1], path = argv[2];
    std::vector<std::vector<double>> all;
    if (mode == "write")
        all = contours(path);
    for (int i = 0; i < std::atoi(argv[3]); i++)
    {
        double before = processor(), sum = 0;
        if (mode == "slices")
            sum = slices(path);
        else if (mode == "read")
        {
            for (const auto &contour : contours(path))
                for (double value : contour)
                    sum += value;
        }
        else
            write(all, path + ".dcmtk");
        std::printf("%.2f %.6f\n", processor() - before, sum);
    }
}
