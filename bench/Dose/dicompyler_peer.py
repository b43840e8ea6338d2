"""Dose-volume figures of dicompyler-core for the benchmark's jobs: one JSON line in, one JSON line out, for each.

A job is either two DICOM files (structure, roi, dose) or, for cases that exist in memory only, a folder's case.json (structures as
polygons, dose as raw floats). Times are of the calculation alone, without the process's start and without reading.
"""
import json
import logging
import resource
import sys
import time
import warnings

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from dicompylercore import dicomparser, dvh, dvhcalc

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def figures(found, seconds):
    """Volume in cm3, doses in cGy; null where dicompyler-core has none."""
    def number(value):
        value = float(value)
        return None if np.isnan(value) else value

    def statistic(name):
        try:
            return number(100 * found.statistic(name).value)
        except Exception as exception:  # what it cannot tell is shown as such
            return None

    try:
        return {
            "volume": number(found.volume),
            "doses": [number(100 * found.min), number(100 * found.max), number(100 * found.mean)]
            + [statistic(n) for n in ("D99", "D95", "D5", "D1", "D0.03cc")],
            "seconds": seconds,
        }
    except Exception as exception:
        return {"error": f"{type(exception).__name__}: {exception}", "seconds": seconds}


def of_files(job):
    structure = pydicom.dcmread(job["structure"])
    dose = pydicom.dcmread(job["dose"])
    rois = {r.ROIName: int(r.ROINumber) for r in structure.StructureSetROISequence}
    start = time.perf_counter()
    try:
        found = dvhcalc.get_dvh(structure, dose, rois[job["roi"]], **job["options"])
    except Exception as exception:
        return {"error": f"{type(exception).__name__}: {exception}"}
    return figures(found, time.perf_counter() - start)


def dose_of(case, folder):
    """The case's dose as the object that dicompyler-core reads."""
    values = np.fromfile(f"{folder}/dose.raw", dtype="<f4").reshape(case["planes"], case["rows"], case["columns"])
    scaling = float(values.max()) / 65535
    dose = Dataset()
    dose.file_meta = FileMetaDataset()
    dose.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
    dose.is_little_endian, dose.is_implicit_VR = True, True
    dose.SOPClassUID = "1.2.840.10008.5.1.4.1.1.481.2"
    dose.Modality = "RTDOSE"
    dose.PatientPosition = "HFS"
    dose.Rows, dose.Columns, dose.NumberOfFrames = case["rows"], case["columns"], case["planes"]
    dose.ImagePositionPatient = case["origin"]
    dose.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    dose.PixelSpacing = [case["spacing"], case["spacing"]]
    dose.GridFrameOffsetVector = [case["spacing"] * i for i in range(case["planes"])]
    dose.BitsAllocated = dose.BitsStored = 16
    dose.HighBit, dose.PixelRepresentation, dose.SamplesPerPixel = 15, 0, 1
    dose.PhotometricInterpretation = "MONOCHROME2"
    dose.DoseUnits, dose.DoseType, dose.DoseSummationType = "GY", "PHYSICAL", "PLAN"
    dose.DoseGridScaling = scaling
    dose.FrameIncrementPointer = 0x3004000C
    dose.PixelData = np.round(values / scaling).astype("<u2").tobytes()
    return dicomparser.DicomParser(dose)


def of_case(job):
    with open(f"{job['case']}/case.json") as file:
        case = json.load(file)
    dose = dose_of(case, job["case"])
    seconds, results = 0.0, []
    for structure in case["structures"]:
        planes = {f"{p['z']:.2f}": [{"type": "CLOSED_PLANAR", "num_points": len(r), "data": [[x, y, p["z"]] for x, y in r]} for r in p["rings"]] for p in structure["planes"]}
        item = {"id": 1, "name": structure["name"], "planes": planes, "thickness": case["thickness"]}
        start = time.perf_counter()
        try:
            # dicompyler-core looks for the dose's plane at text keys of two decimals.
            found = dvhcalc.calculate_dvh(item, dose, **job["options"])
            found = dvh.DVH(
                counts=found.histogram,
                bins=np.arange(0, 2) if found.histogram.size == 1 else np.arange(0, found.histogram.size + 1) / 100,
                dvh_type="differential", dose_units="Gy", name=structure["name"]).cumulative
            result = figures(found, time.perf_counter() - start)
        except Exception as exception:
            result = {"error": f"{type(exception).__name__}: {exception}"}
        seconds += time.perf_counter() - start
        results.append(result)
    return {"results": results, "seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}


for line in sys.stdin:
    if line.strip():
        asked = json.loads(line)
        print(json.dumps(of_case(asked) if "case" in asked else of_files(asked)), flush=True)
