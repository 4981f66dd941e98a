#include <hdf5.h>
#include <hdf5_hl.h>

// Swift cannot import these constants, which are macros over casts, calls or library variables: one getter each.

static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_all(void) { return H5S_ALL; }
static inline hid_t chdf5_error_stack(void) { return H5E_DEFAULT; }

static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned chdf5_creation_order(void) { return H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED; }
static inline unsigned chdf5_creation_order_tracked(void) { return H5P_CRT_ORDER_TRACKED; }

static inline hid_t chdf5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_group_creation(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_creation(void) { return H5P_DATASET_CREATE; }

static inline hid_t chdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t chdf5_native_uint8(void) { return H5T_NATIVE_UINT8; }

static inline hid_t chdf5_float32_little(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_float32_big(void) { return H5T_IEEE_F32BE; }
static inline hid_t chdf5_float64_little(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_int32_little(void) { return H5T_STD_I32LE; }
static inline hid_t chdf5_int64_little(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_uint8_little(void) { return H5T_STD_U8LE; }

static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline size_t chdf5_variable_length(void) { return H5T_VARIABLE; }

// Keeps the library from locking files, where it does and can be told; negative on failure.
static inline herr_t chdf5_without_locks(hid_t access) {
#if H5_VERSION_GE(1, 10, 7)
  return H5Pset_file_locking(access, 0, 1);
#else
  (void)access;
  return 0;
#endif
}

// HDF5 1.12 renamed the structure behind this call.
#if H5_VERSION_GE(1, 12, 0)
typedef H5O_info1_t chdf5_object_info;
#else
typedef H5O_info_t chdf5_object_info;
#endif

// The address of an open object in its file; chdf5_no_address() when the library cannot tell.
static inline haddr_t chdf5_address(hid_t object) {
  chdf5_object_info info;
  return H5Oget_info1(object, &info) < 0 ? HADDR_UNDEF : info.addr;
}
static inline haddr_t chdf5_no_address(void) { return HADDR_UNDEF; }

// Whether an open object keeps the order in which its attributes were created; negative on failure.
static inline int chdf5_keeps_attribute_order(hid_t object) {
  chdf5_object_info info;
  return H5Oget_info1(object, &info) < 0 ? -1 : (info.hdr.flags & H5O_HDR_ATTR_CRT_ORDER_TRACKED) != 0;
}
