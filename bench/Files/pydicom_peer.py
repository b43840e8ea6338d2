"""Does with pydicom what the benchmark does with ContourFlow's toolkit, and says the processor time of each time in milliseconds."""
import sys
import time

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence

pydicom.config.use_DS_numpy = False


def slices(folder):
    total = 0
    for i in range(300):
        pixels = pydicom.dcmread("%s/CT.%03d.dcm" % (folder, i)).pixel_array
        total += int(pixels[0, 0]) + int(pixels[-1, -1])
    return total


def contours(path):
    # The raw bytes, split and made doubles: faster than pydicom's own decimal strings.
    result = []
    for roi in pydicom.dcmread(path).ROIContourSequence:
        for contour in roi.ContourSequence:
            raw = contour.get_item(0x30060050)
            result.append([float(t) for t in bytes(raw.value).split(b"\\")])
    return result


def write(found, path):
    data = Dataset()
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.481.3"
    data.SOPInstanceUID = "1.2.3.4"
    data.Modality = "RTSTRUCT"
    rois = []
    for start in range(0, len(found), 120):
        roi = Dataset()
        roi.ContourSequence = Sequence([])
        for points in found[start:start + 120]:
            image = Dataset()
            image.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
            image.ReferencedSOPInstanceUID = "1.2.826.0.1.3680043.2.1125.1.100"
            contour = Dataset()
            contour.ContourImageSequence = Sequence([image])
            contour.ContourGeometricType = "CLOSED_PLANAR"
            contour.NumberOfContourPoints = len(points) // 3
            contour.ContourData = ["%.2f" % v for v in points]
            roi.ContourSequence.append(contour)
        rois.append(roi)
    data.ROIContourSequence = Sequence(rois)
    data.is_little_endian = True
    data.is_implicit_VR = False
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    data.save_as(path, write_like_original=False)


def main(mode, path, times):
    found = contours(path) if mode == "write" else []
    for _ in range(int(times)):
        before = time.process_time()
        total = 0
        if mode == "slices":
            total = slices(path)
        elif mode == "read":
            total = sum(sum(c) for c in contours(path))
        else:
            write(found, path + ".pydicom")
        print("%.2f %.6f" % (1000 * (time.process_time() - before), total))


main(*sys.argv[1:])
